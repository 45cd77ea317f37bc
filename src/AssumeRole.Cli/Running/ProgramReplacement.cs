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
    public static Task<int> RunAsync(
        IReadOnlyList<string> words, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows()) return ChildProgram.RunProcessAsync(words, changes, cancellationToken);
        // A signal that came while the role was got must not be lost on the program.
        UnixSignals.StopListening();
        cancellationToken.ThrowIfCancellationRequested();
        throw UnixProcess.Replace(words, changes);
    }
}
