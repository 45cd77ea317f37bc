using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AssumeRole.Cli.Running;

/// <summary>The processes that a terminal sends its signals to.</summary>
internal static partial class ForegroundGroup
{
    /// <summary>Whether this process is one of them, and with it every child that stayed in its group.</summary>
    public static bool IsOurs()
    {
        try
        {
            using var terminal = File.OpenHandle("/dev/tty", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return GroupOf(terminal) == OwnGroup();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // There is no terminal.
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "tcgetpgrp")]
    private static partial int GroupOf(SafeFileHandle terminal);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    private static partial int OwnGroup();
}
