using System.Runtime.InteropServices;

namespace AssumeRole.Cli.Running;

/// <summary>
/// Turns off core files, in which keys would stand. The process is made undumpable (prctl(2), PR_SET_DUMPABLE), which an execve undoes:
/// a program that is run keeps its own. RLIMIT_CORE would be inherited.
/// </summary>
internal static partial class CoreDumps
{
    private const int SetDumpable = 4;

    /// <summary>From here on this process leaves no core file, and processes of the same user cannot read its memory.</summary>
    public static void TurnOff()
    {
        if (OperatingSystem.IsLinux()) _ = Control(SetDumpable, 0, 0, 0, 0);
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint value, nuint third, nuint fourth, nuint fifth);
}
