using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
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
        {
            // Ctrl+C reaches every program on the console; this process must survive it.
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
            cancellationToken.ThrowIfCancellationRequested();
            return await RunProcessAsync(words, changes, CancellationToken.None).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var child = signals.To(() => limit.WithLimitAsBefore(() => UnixChild.Start(words, changes)));
        await Task.Factory.StartNew(
            () => UnixChild.AwaitEnd(child), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        signals.End();
        return UnixChild.Reap(child) ?? throw FindingCatalogue.Unforeseen.Error(words[0], "The system does not tell how the program ended.");
    }

    public static async Task<int> RunProcessAsync(
        IReadOnlyList<string> words, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(words[0], words.Skip(1));
        // Null removes a variable.
        foreach (var (name, value) in changes) start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)
                ?? throw FindingCatalogue.CommandNotExecutable.Error(words[0], "It could not be started.");
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode;
        }
        catch (Win32Exception error)
        {
            throw FindingCatalogue.CommandMissing.Error(words[0], error.Message, inner: error);
        }
    }
}
