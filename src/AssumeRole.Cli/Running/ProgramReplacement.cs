using System.ComponentModel;
using System.Diagnostics;
using AssumeRole.Findings;

namespace AssumeRole.Cli.Running;

/// <summary>Runs a program in the place of this one: on Unix it takes over the process, elsewhere it is waited for.</summary>
internal static class ProgramReplacement
{
    /// <summary>Runs the program with this process's environment.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="changes">What differs from this process's environment: a text to set, null to unset.</param>
    /// <param name="cancellationToken">Gives up waiting, where there is something to wait for.</param>
    /// <returns>Its exit code; on Unix it does not return.</returns>
    /// <exception cref="AssumeRoleException">CommandMissing or CommandNotExecutable.</exception>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> words, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken)
    {
        // A signal that came while the role was got must not be lost on the program.
        cancellationToken.ThrowIfCancellationRequested();
        if (!OperatingSystem.IsWindows()) throw UnixProcess.Replace(words, changes);
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
