using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using AssumeRole.Connections;
using AssumeRole.Findings;

namespace AssumeRole.Cli.Running;

/// <summary>A program in the types of libc: its words, its environment byte by byte, and the error if it cannot be run.</summary>
internal static unsafe partial class UnixProgram
{
    private const int NoSuchFile = 2;
    private const UnixFileMode Runnable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static AssumeRoleException Failure(string program, int error)
    {
        var kind = error == NoSuchFile ? FindingCatalogue.CommandMissing : FindingCatalogue.CommandNotExecutable;
        return kind.Error(program, $"{program}: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    /// <summary>A null-terminated array of C strings. It is never freed: the process ends after the program.</summary>
    public static byte** ToNative(IReadOnlyList<string> texts)
    {
        var array = Allocate(texts.Count);
        for (var index = 0; index < texts.Count; index++) array[index] = ToNative(texts[index]);
        return array;
    }

    /// <summary>The environment of libc with changes, of which null removes a variable. .NET's copy cannot hold values that are not UTF-8.</summary>
    public static byte** Environment(IReadOnlyDictionary<string, string?> changes)
    {
        changes = WithCertificates(changes);
        var kept = new List<nint>();
        for (var entry = Variables(); entry is not null && *entry is not null; entry++)
            if (!changes.ContainsKey(NameOf(*entry))) kept.Add((nint)(*entry));
        foreach (var (name, value) in changes)
            if (value is not null) kept.Add((nint)ToNative($"{name}={value}"));
        var array = Allocate(kept.Count);
        for (var index = 0; index < kept.Count; index++) array[index] = (byte*)kept[index];
        return array;
    }

    /// <summary>
    /// execvp(3): the process becomes another program, so exit code, arguments and signals are that program's. PATH is searched as in env(1),
    /// and sh runs a script without #! where libc does that. Returns the error; on success it does not return.
    /// </summary>
    [UnsupportedOSPlatform("windows")]
    public static AssumeRoleException Replace(IReadOnlyList<string> words, IReadOnlyDictionary<string, string?> changes)
    {
        foreach (var (name, value) in WithCertificates(changes)) _ = value is null ? UnsetVariable(name) : SetVariable(name, value, overwrite: 1);
        UnixSignals.Unblock();
        var arguments = ToNative(words);
        _ = Execute(arguments[0], arguments);
        return Failure(words[0], Marshal.GetLastPInvokeError());
    }

    /// <summary>The changes, and the variables of certificates as the user has them.</summary>
    private static Dictionary<string, string?> WithCertificates(IReadOnlyDictionary<string, string?> changes)
    {
        var all = new Dictionary<string, string?>(LeftOutCertificates.VariablesBefore);
        foreach (var (name, value) in changes) all[name] = value;
        return all;
    }

    /// <summary>The file of a program that the system found and could not run, or null.</summary>
    public static string? FindRunnable(string program)
    {
        if (program.Contains('/', StringComparison.Ordinal)) return program;
        var folders = System.Environment.GetEnvironmentVariable("PATH") ?? "/bin:/usr/bin";

        // An empty element is the current folder. sh needs a name with a slash, or it searches its own PATH.
        return folders.Split(':').Select(folder => Path.Combine(folder.Length == 0 ? "." : folder, program)).FirstOrDefault(IsRunnable);
    }

    private static string NameOf(byte* entry)
    {
        var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry);
        var equals = bytes.IndexOf((byte)'=');
        return System.Text.Encoding.UTF8.GetString(equals < 0 ? bytes : bytes[..equals]);
    }

    private static byte* ToNative(string text) => (byte*)Marshal.StringToCoTaskMemUTF8(text);

    private static byte** Allocate(int count)
    {
        var array = (byte**)NativeMemory.Alloc((nuint)(count + 1), (nuint)sizeof(byte*));
        array[count] = null;
        return array;
    }

    // On macOS a library cannot refer to environ (environ(7)).
    private static byte** Variables() => OperatingSystem.IsMacOS()
        ? *AppleVariables()
        : *(byte***)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "environ");

    private static bool IsRunnable(string path) =>
        !OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & Runnable) != 0;

    [LibraryImport("libc", EntryPoint = "_NSGetEnviron")]
    private static partial byte*** AppleVariables();

    [LibraryImport("libc", EntryPoint = "execvp", SetLastError = true)]
    private static partial int Execute(byte* program, byte** arguments);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnsetVariable(string name);
}

/// <summary>Runs a program in the place of this one: on Unix it takes over the process, elsewhere it is waited for.</summary>
internal static class ProgramReplacement
{
    /// <param name="cancellationToken">Has no effect once the program has started.</param>
    /// <returns>Its exit code; on Unix it does not return.</returns>
    public static Task<int> RunAsync(
        IReadOnlyList<string> words, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows()) return WindowsProgram.RunAsync(words, changes, cancellationToken);
        // A signal that came before must not be lost to the program.
        UnixSignals.StopListening();
        cancellationToken.ThrowIfCancellationRequested();
        throw UnixProgram.Replace(words, changes);
    }
}
