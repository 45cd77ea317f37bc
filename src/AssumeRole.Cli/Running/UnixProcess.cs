using System.Runtime.InteropServices;
using AssumeRole.Findings;

namespace AssumeRole.Cli.Running;

/// <summary>
/// execvp(3): the same process goes on as another program, so exit code, arguments and signals are exactly its own. PATH is searched
/// as env(1) searches it, and a script without a first line that begins with #! is run by sh, where libc does that. The variables
/// are libc's, byte by byte: .NET's copy of them cannot hold what is not UTF-8.
/// </summary>
internal static unsafe partial class UnixProcess
{
    private const int SigPipe = 13;
    private const int SetMask = 2;
    private const int SetMaskOnMac = 3;

    /// <summary>Becomes another program, found by PATH.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="changes">The variables to set, and with null those to unset.</param>
    /// <returns>Why it could not.</returns>
    public static AssumeRoleException Replace(IReadOnlyList<string> words, IEnumerable<KeyValuePair<string, string?>> changes)
    {
        Console.Out.Flush();
        Console.Error.Flush();
        foreach (var (name, value) in changes) _ = value is null ? UnsetVariable(name) : SetVariable(name, value, overwrite: 1);
        ResetSignals();
        var arguments = UnixProgram.ToNative(words);
        _ = Execute(arguments[0], arguments);
        return UnixProgram.Failure(words[0], Marshal.GetLastPInvokeError());
    }

    /// <summary>.NET ignores SIGPIPE and may block signals, and a program inherits both: yes | head would never end.</summary>
    private static void ResetSignals()
    {
        _ = Signal(SigPipe, 0);
        Span<byte> none = stackalloc byte[128];
        none.Clear();
        fixed (byte* mask = none) _ = ChangeMask(OperatingSystem.IsMacOS() ? SetMaskOnMac : SetMask, mask, null);
    }

    [LibraryImport("libc", EntryPoint = "execvp", SetLastError = true)]
    private static partial int Execute(byte* program, byte** arguments);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnsetVariable(string name);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "sigprocmask")]
    private static partial int ChangeMask(int how, byte* set, byte* old);
}
