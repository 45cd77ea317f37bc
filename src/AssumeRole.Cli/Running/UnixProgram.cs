using System.Runtime.InteropServices;
using AssumeRole.Findings;

namespace AssumeRole.Cli.Running;

/// <summary>How libc is told of a program: its words, the variables byte by byte, and why it cannot be run.</summary>
internal static unsafe partial class UnixProgram
{
    private const int NoSuchFile = 2;

    /// <summary>What to say when a program cannot be run.</summary>
    /// <param name="program">The program.</param>
    /// <param name="error">The errno.</param>
    public static AssumeRoleException Failure(string program, int error)
    {
        var kind = error == NoSuchFile ? FindingCatalogue.CommandMissing : FindingCatalogue.CommandNotExecutable;
        return kind.Error(program, $"{program}: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    /// <summary>A null-terminated array of C strings. Never freed: one program is run, and then the process ends.</summary>
    public static byte** ToNative(IReadOnlyList<string> texts)
    {
        var array = Allocate(texts.Count);
        for (var index = 0; index < texts.Count; index++) array[index] = ToNative(texts[index]);
        return array;
    }

    /// <summary>libc's variables with changes. .NET's copy of them cannot hold what is not UTF-8.</summary>
    /// <param name="changes">The variables to set, and with null those to leave out.</param>
    public static byte** Environment(IReadOnlyDictionary<string, string?> changes)
    {
        var kept = new List<nint>();
        for (var entry = Variables(); entry is not null && *entry is not null; entry++)
            if (!changes.ContainsKey(NameOf(*entry))) kept.Add((nint)(*entry));
        foreach (var (name, value) in changes)
            if (value is not null) kept.Add((nint)ToNative($"{name}={value}"));
        var array = Allocate(kept.Count);
        for (var index = 0; index < kept.Count; index++) array[index] = (byte*)kept[index];
        return array;
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

    // A library of macOS cannot refer to environ itself (environ(7) there).
    private static byte** Variables() => OperatingSystem.IsMacOS()
        ? *AppleVariables()
        : *(byte***)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "environ");

    [LibraryImport("libc", EntryPoint = "_NSGetEnviron")]
    private static partial byte*** AppleVariables();
}
