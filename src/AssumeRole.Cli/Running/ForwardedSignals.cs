using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace AssumeRole.Cli.Running;

/// <summary>
/// Hands on to a child what is sent to this process, which outlives it. What a terminal sends, it sends to the whole group, so the
/// child has it already; a second one would make terraform and others give up at once.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ForwardedSignals : IDisposable
{
    private readonly object gate = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly List<int> early = [];
    private readonly Action<int, int> send;
    private readonly Func<bool> isForeground;
    private int child;

    /// <summary>Begins to listen. What comes before there is a child is kept for it.</summary>
    /// <param name="send">Sends a process a signal.</param>
    /// <param name="isForeground">Whether the terminal's signals reach the child by themselves.</param>
    public ForwardedSignals(Action<int, int> send, Func<bool> isForeground)
    {
        this.send = send;
        this.isForeground = isForeground;
        foreach (var (signal, number) in Signals())
        {
            registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Forward(number);
            }));
        }

        // Where SIGCHLD is ignored, the system tells nobody how a child ended.
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => { }));
    }

    /// <summary>Starts the child that gets the signals from now on. One that comes meanwhile waits, lest the child get it twice.</summary>
    /// <param name="start">Starts it and gives its process id.</param>
    /// <returns>Its process id.</returns>
    public int To(Func<int> start)
    {
        lock (gate)
        {
            child = start();
            foreach (var number in early) send(child, number);
            early.Clear();
            return child;
        }
    }

    /// <summary>Ends forwarding, before the child's id can become another's. This process still survives the signals.</summary>
    public void End()
    {
        lock (gate) child = -1;
    }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
    }

    private void Forward(int number)
    {
        var isFromTerminal = number is 2 or 3 && isForeground();
        lock (gate)
        {
            if (child == 0) early.Add(number);
            else if (child > 0 && !isFromTerminal) send(child, number);
        }
    }

    private static IEnumerable<(PosixSignal Signal, int Number)> Signals()
    {
        yield return (PosixSignal.SIGHUP, 1);
        yield return (PosixSignal.SIGINT, 2);
        yield return (PosixSignal.SIGQUIT, 3);
        yield return (PosixSignal.SIGTERM, 15);

        // SIGUSR1 and SIGUSR2, for which .NET has no names.
        int[] users = OperatingSystem.IsMacOS() ? [30, 31] : [10, 12];
        foreach (var number in users) yield return ((PosixSignal)number, number);
    }
}
