using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace AssumeRole.Cli.Running;

/// <summary>
/// Gives signals back to the system. .NET writes a signal to a pipe and reports it later, on another thread: a signal just before execve
/// would be lost to both programs.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe partial class UnixSignals
{
    private const int Interrupt = 2;
    private const int BrokenPipe = 13;
    private const int Terminate = 15;
    private const nint Default = 0;
    private const nint Ignored = 1;

    // SIG_SETMASK (asm-generic/signal-defs.h; sys/signal.h of macOS).
    private const int SetMask = 2;
    private const int SetMaskOnMac = 3;

    // Larger than any system's struct sigaction (152 bytes) and sigset_t (128).
    private const int Room = 256;

    /// <summary>SIGURG (sys/signal.h of macOS: 16): ignored by default, so it is safe as a marker.</summary>
    private static readonly int Urgent = OperatingSystem.IsLinux() ? 23 : 16;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>
    /// From here on SIGINT and SIGTERM have their default effect; handlers of earlier signals have started when this returns.
    /// </summary>
    public static void StopListening()
    {
        using var told = new ManualResetEventSlim();
        using var last = PosixSignalRegistration.Create((PosixSignal)Urgent, _ => told.Set());
        foreach (var number in (ReadOnlySpan<int>)[Interrupt, Terminate])
            if (FindHandler(number) != Ignored) _ = Handle(number, Default);
        // Signals are reported in order, each on its own thread: the thread of the signal before the marker has started.
        UnixChild.Send(Environment.ProcessId, Urgent);
        told.Wait(Longest);
        Thread.Sleep(1);
    }

    /// <summary>Resets SIGPIPE and the signal mask, which a program inherits: with .NET's settings yes | head would never end.</summary>
    public static void Unblock()
    {
        _ = Handle(BrokenPipe, Default);
        var none = stackalloc byte[Room];
        new Span<byte>(none, Room).Clear();
        _ = ChangeMask(OperatingSystem.IsMacOS() ? SetMaskOnMac : SetMask, none, null);
    }

    /// <summary>The handler of a signal, read without replacing it: a signal in between would get the default.</summary>
    private static nint FindHandler(int signal)
    {
        // The handler is the first field on Linux (glibc and musl) and macOS.
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
