using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using AssumeRole.Findings;

namespace AssumeRole.Cli.Running;

/// <summary>
/// execvp(3): the same process goes on as another program, so exit code, arguments and signals are exactly its own. PATH is searched
/// as env(1) searches it, and a script without a first line that begins with #! is run by sh, where libc does that. The variables
/// are libc's, byte by byte: .NET's copy of them cannot hold what is not UTF-8.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe partial class UnixProcess
{
    /// <summary>Becomes another program, found by PATH.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="changes">The variables to set, and with null those to unset.</param>
    /// <returns>Why it could not.</returns>
    public static AssumeRoleException Replace(IReadOnlyList<string> words, IEnumerable<KeyValuePair<string, string?>> changes)
    {
        foreach (var (name, value) in changes) _ = value is null ? UnsetVariable(name) : SetVariable(name, value, overwrite: 1);
        UnixSignals.Unblock();
        var arguments = UnixProgram.ToNative(words);
        _ = Execute(arguments[0], arguments);
        return UnixProgram.Failure(words[0], Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "execvp", SetLastError = true)]
    private static partial int Execute(byte* program, byte** arguments);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnsetVariable(string name);
}
