using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace AssumeRole.Cli.Running;

/// <summary>
/// Forwards signals to a child, which this process outlives. A terminal's signals go to the whole group, so the child has them already; a
/// second one would make terraform and others quit at once.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ForwardedSignals : IDisposable
{
    private static readonly (PosixSignal Signal, int Number)[] Endings = [(PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15)];

    private readonly object gate = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly List<int> early = [];
    private readonly Action<int, int> send;
    private readonly Func<bool> isForeground;
    private int child;

    /// <summary>
    /// Listens for SIGINT and SIGTERM, and for the others once there is a child. Signals that come before are kept for it. .NET reports
    /// a signal late, and only to handlers that were registered when it came: a handler registered just before the child starts would
    /// miss a signal that the child never gets.
    /// </summary>
    /// <param name="isForeground">Whether the terminal signals the child itself.</param>
    public ForwardedSignals(Action<int, int> send, Func<bool> isForeground)
    {
        this.send = send;
        this.isForeground = isForeground;
        Listen(Endings);
    }

    /// <summary>
    /// Starts the child that gets the signals from now on. Signals during the start wait, so that the child does not get them twice.
    /// </summary>
    public int To(Func<int> start)
    {
        Listen(Others());
        // If SIGCHLD is ignored, the exit status of a child is lost.
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => { }));
        lock (gate)
        {
            child = start();
            foreach (var number in early) send(child, number);
            early.Clear();
            return child;
        }
    }

    /// <summary>Ends forwarding before the child's id can be reused. This process still survives the signals.</summary>
    public void End()
    {
        lock (gate) child = -1;
    }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
    }

    /// <summary>Whether this process survives the signal. Until there is a child, the second signal has its default effect.</summary>
    private bool Forward(int number)
    {
        var isFromTerminal = number is 2 or 3 && isForeground();
        lock (gate)
        {
            if (child > 0 && !isFromTerminal) send(child, number);
            if (child != 0) return true;
            early.Add(number);
            return early.Count == 1;
        }
    }

    private void Listen(IEnumerable<(PosixSignal Signal, int Number)> signals)
    {
        foreach (var (signal, number) in signals)
        {
            registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                if (Forward(number)) context.Cancel = true;
            }));
        }
    }

    private static IEnumerable<(PosixSignal Signal, int Number)> Others()
    {
        yield return (PosixSignal.SIGHUP, 1);
        yield return (PosixSignal.SIGQUIT, 3);

        // SIGUSR1 and SIGUSR2, for which .NET has no names (sys/signal.h of macOS; asm-generic/signal.h).
        int[] users = OperatingSystem.IsMacOS() ? [30, 31] : [10, 12];
        foreach (var number in users) yield return ((PosixSignal)number, number);
    }
}

/// <summary>The process group that gets the signals of a terminal.</summary>
internal static partial class ForegroundGroup
{
    /// <summary>Whether this process is in it, and so every child that stayed in its group.</summary>
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
