using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace AssumeRole.Cli.Running;

/// <summary>
/// Leaves signals to the system again. .NET takes a signal down in a pipe and tells those who listen later, on a thread of its own: one
/// that came just before another program takes over the process would be taken down and never told, and that program never hear of it.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe partial class UnixSignals
{
    private const int Interrupt = 2;
    private const int BrokenPipe = 13;
    private const int Terminate = 15;
    private const nint Default = 0;
    private const nint Ignored = 1;
    private const int SetMask = 2;
    private const int SetMaskOnMac = 3;

    // Larger than any system's struct sigaction (152 bytes) and sigset_t (128).
    private const int Room = 256;

    /// <summary>Nobody means anything by it, and it ends nothing.</summary>
    private static readonly int Urgent = OperatingSystem.IsLinux() ? 23 : 16;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>
    /// From here on SIGINT and SIGTERM end this process as they would the program; those that came before have been told when this
    /// returns.
    /// </summary>
    public static void StopListening()
    {
        using var told = new ManualResetEventSlim();
        using var last = PosixSignalRegistration.Create((PosixSignal)Urgent, _ => told.Set());
        foreach (var number in (ReadOnlySpan<int>)[Interrupt, Terminate])
            if (FindHandler(number) != Ignored) _ = Handle(number, Default);
        // They are told in the order in which they came, but each on its own thread: that of the one before this has begun to run.
        UnixChild.Send(Environment.ProcessId, Urgent);
        told.Wait(Longest);
        Thread.Sleep(1);
    }

    /// <summary>
    /// Gives SIGPIPE and the mask back: .NET ignores the one and may block others, and a program inherits both, so yes | head would never
    /// end.
    /// </summary>
    public static void Unblock()
    {
        _ = Handle(BrokenPipe, Default);
        var none = stackalloc byte[Room];
        new Span<byte>(none, Room).Clear();
        _ = ChangeMask(OperatingSystem.IsMacOS() ? SetMaskOnMac : SetMask, none, null);
    }

    /// <summary>What is done at a signal. To put the default there and look at what it replaced would let one through meanwhile.</summary>
    private static nint FindHandler(int signal)
    {
        // Its first field is the handler, on Linux (glibc and musl) and macOS alike.
        var action = stackalloc byte[Room];
        return AskOrChange(signal, null, action) == 0 ? *(nint*)action : Default;
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Handle(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int AskOrChange(int signal, void* action, byte* old);

    [LibraryImport("libc", EntryPoint = "sigprocmask")]
    private static partial int ChangeMask(int how, byte* set, byte* old);
}
