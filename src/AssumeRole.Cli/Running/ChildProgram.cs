using AssumeRole.Findings;
using AssumeRole.Http;

namespace AssumeRole.Cli.Running;

internal static class ChildProgram
{
    /// <summary>Starts to keep signals for the program; called before anything that takes time.</summary>
    /// <returns>Null on Windows, where the console signals every program.</returns>
    public static ForwardedSignals? Listen() =>
        OperatingSystem.IsWindows() ? null : new ForwardedSignals(UnixChild.Send, ForegroundGroup.IsOurs);

    /// <param name="cancellationToken">Has no effect once the program has started: signals are the program's then.</param>
    /// <returns>The exit code; 128 and the number for a signal.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> words,
        IReadOnlyDictionary<string, string?> changes,
        ForwardedSignals? signals,
        DescriptorLimit limit,
        CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || signals is null)
            return await WindowsProgram.RunAsync(words, changes, cancellationToken).ConfigureAwait(false);

        cancellationToken.ThrowIfCancellationRequested();
        var child = signals.To(() => limit.WithLimitAsBefore(() => UnixChild.Start(words, changes)));
        await Task.Factory.StartNew(
            () => UnixChild.AwaitEnd(child), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        signals.End();
        return UnixChild.Reap(child) ?? throw FindingCatalogue.Unforeseen.Error(words[0], "The system does not tell how the program ended.");
    }
}
