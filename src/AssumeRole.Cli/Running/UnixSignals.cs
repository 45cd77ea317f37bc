using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace AssumeRole.Cli.Running;

/// <summary>
/// Leaves signals to the system again. .NET takes a signal down in a pipe and tells those who listen later, on a thread of its own: one
/// that came just before another program takes over the process would be taken down and never told, and that program never hear of it.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static partial class UnixSignals
{
    private const int Interrupt = 2;
    private const int Terminate = 15;
    private const nint Default = 0;
    private const nint Ignored = 1;

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
            if (Handle(number, Default) == Ignored) _ = Handle(number, Ignored);
        // They are told in the order in which they came, but each on its own thread: that of the one before this has begun to run.
        UnixChild.Send(Environment.ProcessId, Urgent);
        told.Wait(Longest);
        Thread.Sleep(1);
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Handle(int signal, nint handler);
}
