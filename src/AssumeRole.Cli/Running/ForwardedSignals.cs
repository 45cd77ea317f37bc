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
    private static readonly (PosixSignal Signal, int Number)[] Endings = [(PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15)];

    private readonly object gate = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly List<int> early = [];
    private readonly Action<int, int> send;
    private readonly Func<bool> isForeground;
    private int child;

    /// <summary>
    /// Begins to listen for what ends a program; for the rest once there is a child. What comes before is kept for it.
    /// <para>
    /// .NET tells those who listened when the signal came, on a thread of its own and maybe late: who began to listen only just before
    /// the child would miss one that cancels what nobody looks at any more, and the child would never hear of it.
    /// </para>
    /// </summary>
    /// <param name="send">Sends a process a signal.</param>
    /// <param name="isForeground">Whether the terminal's signals reach the child by themselves.</param>
    public ForwardedSignals(Action<int, int> send, Func<bool> isForeground)
    {
        this.send = send;
        this.isForeground = isForeground;
        Listen(Endings);
    }

    /// <summary>Starts the child that gets the signals from now on. One that comes meanwhile waits, lest the child get it twice.</summary>
    /// <param name="start">Starts it and gives its process id.</param>
    /// <returns>Its process id.</returns>
    public int To(Func<int> start)
    {
        Listen(Others());
        // Where SIGCHLD is ignored, the system tells nobody how a child ended.
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => { }));
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

    /// <summary>Whether this process is to survive it: until there is a child, the second one does what signals do.</summary>
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

        // SIGUSR1 and SIGUSR2, for which .NET has no names.
        int[] users = OperatingSystem.IsMacOS() ? [30, 31] : [10, 12];
        foreach (var number in users) yield return ((PosixSignal)number, number);
    }
}
