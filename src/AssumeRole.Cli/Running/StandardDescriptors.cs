using System.Runtime.InteropServices;

namespace AssumeRole.Cli.Running;

/// <summary>
/// Occupies standard descriptors that were closed at the start. The next file that the process opens would get their number, and a copy
/// of standard error, which .NET makes, would then take what is written to standard output: secrets among it. Or lines for people would
/// go where a shell evaluates what it reads.
/// </summary>
internal static partial class StandardDescriptors
{
    public const int Output = 1;
    public const int Error = 2;

    private const int GetFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>
    /// Whether the process was started with a descriptor. One that came through execve(2) never has FD_CLOEXEC; what .NET opens, the null
    /// device of <see cref="Occupy"/> too, always does. The JIT's host has opened files of its own before any of our code runs.
    /// </summary>
    public static bool IsInherited(int descriptor) =>
        OperatingSystem.IsWindows() || GetDescriptorFlags(descriptor, GetFlags) is >= 0 and var flags && (flags & CloseOnExec) == 0;

    /// <summary>Writing to a descriptor that was closed goes on to fail; a program that exec becomes finds it closed.</summary>
    public static void Occupy()
    {
        if (OperatingSystem.IsWindows()) return;
        try
        {
            while (Open() <= Error)
            {
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A root without /dev/null: Terminal writes to no descriptor that was closed.
        }
    }

    /// <summary>The system gives the lowest number that is free.</summary>
    private static nint Open()
    {
        using var file = File.OpenHandle("/dev/null", access: FileAccess.Read, share: FileShare.ReadWrite);
        var number = file.DangerousGetHandle();
        // Invalid for .NET, so that nothing closes it.
        if (number <= Error) file.SetHandleAsInvalid();
        return number;
    }

    // Variadic, but no third argument is read for F_GETFD.
    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int GetDescriptorFlags(int descriptor, int command);
}
