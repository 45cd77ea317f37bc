using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AssumeRole.Testing;

/// <summary>
/// A network of its own on Linux, as a container has one: a thread leaves the machine's network, and what it makes, sockets and
/// child processes, is in the new one. It has no name, so the kernel takes it away with the thread, however the tests end.
/// </summary>
internal sealed class NetworkNamespace : IDisposable
{
    private const int CloneNewNetwork = 0x40000000;

    private readonly BlockingCollection<Action> work = [];
    private readonly TaskCompletionSource<int> entered = new();
    private readonly Thread thread;

    private NetworkNamespace()
    {
        thread = new Thread(Run) { IsBackground = true, Name = nameof(NetworkNamespace) };
        thread.Start();
    }

    /// <summary>The thread's id by which ip finds the network.</summary>
    public int ThreadId { get; private set; }

    /// <summary>Makes one.</summary>
    /// <exception cref="Win32Exception">The system does not allow it.</exception>
    public static NetworkNamespace Create()
    {
        var space = new NetworkNamespace();
        var error = space.entered.Task.WaitAsync(Patience.Limit).GetAwaiter().GetResult();
        if (error == 0) return space;
        space.Dispose();
        throw new Win32Exception(error);
    }

    /// <summary>Why there can be no such networks here, or null if there can.</summary>
    public static string? FindObstacle()
    {
        if (!OperatingSystem.IsLinux()) return "Network namespaces are Linux's.";
        try
        {
            using var one = Create();
            using var other = Create();
            one.Ip($"link add veth0 type veth peer name veth0 netns {other.ThreadId}");
            return null;
        }
        catch (Win32Exception error)
        {
            // Of unshare without the right to it, or of a machine without ip.
            return $"Network namespaces cannot be made: {error.Message}.";
        }
        catch (InvalidOperationException error)
        {
            return $"Networks cannot be connected: {error.Message}";
        }
    }

    /// <summary>Makes a socket in this network.</summary>
    public Socket CreateSocket() => Do(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));

    /// <summary>Runs ip in this network.</summary>
    public void Ip(string arguments) => Execute("ip", arguments);

    /// <summary>Lets this network pass on what is not for it.</summary>
    public void Forward() => Do(() =>
    {
        // Under /proc/sys/net each thread sees its own network.
        File.WriteAllText("/proc/sys/net/ipv4/ip_forward", "1");
        return true;
    });

    public void Dispose()
    {
        work.CompleteAdding();
        if (!thread.Join(Patience.Limit)) throw new TimeoutException("The thread of a network does not end.");
        work.Dispose();
    }

    private void Execute(string program, string arguments) => Do(() =>
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? true : throw new InvalidOperationException($"{program} {arguments}: {error.Trim()}");
    });

    private T Do<T>(Func<T> act)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() =>
        {
            try
            {
                done.SetResult(act());
            }
            catch (Exception error) when (error is IOException or Win32Exception or InvalidOperationException)
            {
                done.SetException(error);
            }
        });
        return done.Task.WaitAsync(Patience.Limit).GetAwaiter().GetResult();
    }

    private void Run()
    {
        var error = Unshare(CloneNewNetwork) == 0 ? 0 : Marshal.GetLastPInvokeError();
        ThreadId = GetThreadId();
        entered.SetResult(error);
        foreach (var act in work.GetConsumingEnumerable()) act();
    }

    [DllImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static extern int Unshare(int flags);

    [DllImport("libc", EntryPoint = "gettid")]
    private static extern int GetThreadId();
}
