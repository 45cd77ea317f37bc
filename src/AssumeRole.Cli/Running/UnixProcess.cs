using System.Collections;
using System.Runtime.InteropServices;
using AssumeRole.Findings;

namespace AssumeRole.Cli.Running;

/// <summary>execve(2): the same process goes on as another program, so exit code, arguments and signals are exactly its own.</summary>
internal static unsafe partial class UnixProcess
{
    private const int NoSuchFile = 2;
    private const int SigPipe = 13;
    private const int SetMask = 2;
    private const int SetMaskOnMac = 3;

    /// <summary>Becomes another program, found by PATH.</summary>
    /// <returns>Why it could not.</returns>
    public static AssumeRoleException Replace(IReadOnlyList<string> words)
    {
        Console.Out.Flush();
        Console.Error.Flush();
        ResetSignals();
        var arguments = ToNative(words);
        var environment = ToNative(
            [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}")]);
        var error = NoSuchFile;
        foreach (var candidate in FindCandidates(words[0]))
        {
            var path = Marshal.StringToCoTaskMemUTF8(candidate);
            _ = Execve((byte*)path, arguments, environment);
            error = Marshal.GetLastPInvokeError();
            if (error != NoSuchFile) break;
        }

        var reason = Marshal.GetPInvokeErrorMessage(error);
        return error == NoSuchFile
            ? FindingCatalogue.CommandMissing.Error(words[0], $"{reason}.")
            : FindingCatalogue.CommandNotExecutable.Error(words[0], $"{reason}.");
    }

    /// <summary>.NET ignores SIGPIPE and may block signals, and a program inherits both: yes | head would never end.</summary>
    private static void ResetSignals()
    {
        _ = Signal(SigPipe, 0);
        Span<byte> none = stackalloc byte[128];
        none.Clear();
        fixed (byte* mask = none) _ = Sigprocmask(OperatingSystem.IsMacOS() ? SetMaskOnMac : SetMask, mask, null);
    }

    private static IEnumerable<string> FindCandidates(string program)
    {
        if (program.Contains('/', StringComparison.Ordinal)) return [program];
        var path = Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin";
        return path.Split(':').Select(folder => (folder.Length == 0 ? "." : folder) + "/" + program);
    }

    /// <summary>A null-terminated array of C strings. Never freed: the process becomes another, or ends.</summary>
    private static byte** ToNative(IReadOnlyList<string> texts)
    {
        var array = (byte**)NativeMemory.Alloc((nuint)(texts.Count + 1), (nuint)sizeof(byte*));
        for (var index = 0; index < texts.Count; index++) array[index] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[index]);
        array[texts.Count] = null;
        return array;
    }

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true)]
    private static partial int Execve(byte* path, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "sigprocmask")]
    private static partial int Sigprocmask(int how, byte* set, byte* old);
}
