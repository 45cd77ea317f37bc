using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using AssumeRole.Findings;
using AssumeRole.Http;

namespace AssumeRole.Cli.Running;

/// <summary>Runs a program beside this one, which goes on until it has ended.</summary>
internal static class ChildProgram
{
    /// <summary>Begins to keep what ends a program for the one that is to run: before anything that takes time.</summary>
    /// <returns>What keeps it, or null where the console tells every program itself.</returns>
    public static ForwardedSignals? Listen() =>
        OperatingSystem.IsWindows() ? null : new ForwardedSignals(UnixChild.Send, ForegroundGroup.IsOurs);

    /// <summary>Runs a program with this process's files and environment.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="changes">What differs from this process's environment: a text to set, null to unset.</param>
    /// <param name="signals">What <see cref="Listen"/> gave.</param>
    /// <param name="limit">The limit of descriptors that the program is to have.</param>
    /// <param name="cancellationToken">Gives up, but only before the program begins: from then on signals are the program's.</param>
    /// <returns>Its exit code; 128 and the number for a signal.</returns>
    /// <exception cref="AssumeRoleException">CommandMissing or CommandNotExecutable.</exception>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> words,
        IReadOnlyDictionary<string, string?> changes,
        ForwardedSignals? signals,
        DescriptorLimit limit,
        CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || signals is null)
        {
            // Ctrl+C reaches every program on the console, and this one must not end of it.
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

    /// <summary>Runs a program where there is no posix_spawn.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="changes">What differs from this process's environment: a text to set, null to unset.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="AssumeRoleException">CommandMissing or CommandNotExecutable.</exception>
    public static async Task<int> RunProcessAsync(
        IReadOnlyList<string> words, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(words[0], words.Skip(1));
        // A null takes the variable away.
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
