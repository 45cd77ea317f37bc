using System.Runtime.InteropServices;

namespace AssumeRole.Cli.Running;

/// <summary>
/// A child by posix_spawnp(3), with this process's descriptors, group and terminal and without .NET's signal handling.
/// System.Diagnostics.Process would convert the variables to strings and search programs by rules of its own.
/// </summary>
internal static unsafe partial class UnixChild
{
    private const int Interrupted = 4;
    private const int NotAProgram = 8;
    private const int SigPipe = 13;

    // POSIX_SPAWN_SETSIGDEF and POSIX_SPAWN_SETSIGMASK: the same in spawn.h of glibc, musl and macOS.
    private const short SetSignalDefaults = 4;
    private const short SetSignalMask = 8;

    // P_PID and WEXITED, and WNOWAIT, which differs (sys/wait.h of macOS; linux/wait.h).
    private const int ByProcess = 1;
    private const int Ended = 4;
    private const int LeaveItOnLinux = 0x01000000;
    private const int LeaveItOnMac = 0x20;

    // Larger than any system's posix_spawnattr_t (336 bytes), siginfo_t and sigset_t (128).
    private const int Room = 1024;

    /// <param name="changes">The variables to set; null removes one.</param>
    public static int Start(IReadOnlyList<string> words, IReadOnlyDictionary<string, string?> changes)
    {
        var variables = UnixProgram.Environment(changes);
        var error = Spawn(words, variables, out var id);

        // execvp runs such a file by sh, posix_spawnp does not; in musl neither does.
        if (error == NotAProgram && !IsMusl && UnixProgram.FindRunnable(words[0]) is { } script)
            error = Spawn(["/bin/sh", script, .. words.Skip(1)], variables, out id);
        return error == 0 ? id : throw UnixProgram.Failure(words[0], error);
    }

    /// <summary>Waits for the end of a child. Its id stays reserved until <see cref="Reap"/>.</summary>
    public static void AwaitEnd(int id)
    {
        var information = stackalloc byte[Room];
        var options = Ended | (OperatingSystem.IsMacOS() ? LeaveItOnMac : LeaveItOnLinux);
        while (WaitForEnd(ByProcess, id, information, options) != 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }
    }

    /// <returns>The exit code; 128 and the number for a signal; null if it is not known.</returns>
    public static int? Reap(int id)
    {
        int status;
        while (WaitFor(id, &status, 0) != id)
            if (Marshal.GetLastPInvokeError() != Interrupted) return null;
        var signal = status & 0x7f;
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    }

    public static void Send(int id, int signal) => _ = Kill(id, signal);

    private static bool IsMusl => File.Exists("/etc/alpine-release");

    private static int Spawn(IReadOnlyList<string> words, byte** variables, out int id)
    {
        var arguments = UnixProgram.ToNative(words);
        var attributes = stackalloc byte[Room];
        var signals = stackalloc byte[Room];
        _ = CreateAttributes(attributes);
        _ = SetFlags(attributes, SetSignalDefaults | SetSignalMask);
        _ = Empty(signals);
        _ = SetMask(attributes, signals);

        // .NET ignores SIGPIPE, and a child inherits that: yes | head would never end.
        _ = Add(signals, SigPipe);
        _ = SetDefaults(attributes, signals);
        int started;
        var error = SpawnByPath(&started, arguments[0], null, attributes, arguments, variables);
        _ = DestroyAttributes(attributes);
        id = started;
        return error;
    }

    [LibraryImport("libc", EntryPoint = "posix_spawnp")]
    private static partial int SpawnByPath(int* id, byte* program, void* actions, byte* attributes, byte** arguments, byte** variables);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int CreateAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int DestroyAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial int Empty(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigaddset")]
    private static partial int Add(byte* signals, int signal);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static partial int WaitForEnd(int kind, int id, byte* information, int options);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitFor(int id, int* status, int options);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int id, int signal);
}
