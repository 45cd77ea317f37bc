using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AssumeRole.Http;

/// <summary>
/// A small HTTP/1.1 server. It exists because PowerShell has no Kestrel, and HttpListener cannot bound a slow client,
/// reset a connection or leave one unanswered.
/// </summary>
internal sealed class HttpServer : IAsyncDisposable
{
    /// <summary>The pause after accepting failed twice and no connection could make room: without it the loop would spin.</summary>
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly HttpHandler handler;
    private readonly HttpServerOptions options;
    private readonly TimeProvider time;
    private readonly List<Socket> listeners;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConnectionLimits limits;
    private readonly ConcurrentDictionary<HttpConnection, Task> connections = new();
    private readonly List<Task> loops;
    private Task? stop;

    private HttpServer(List<Socket> listeners, HttpServerOptions options, HttpHandler handler, TimeProvider time)
    {
        this.listeners = listeners;
        this.options = options;
        this.handler = handler;
        this.time = time;
        limits = new ConnectionLimits(options, connections);
        Port = HttpListeners.PortOf(listeners[0]);
        loops = [.. listeners.Select(AcceptAsync)];
    }

    public int Port { get; }

    public int ConnectionCount => connections.Count;

    public int CountIn(HttpConnectionPhase phase) => connections.Keys.Count(connection => connection.Phase == phase);

    public static HttpServer Start(HttpServerOptions options, HttpHandler handler, TimeProvider time)
    {
        var bounded = options with { MaxConnections = Math.Min(options.MaxConnections, DescriptorLimit.FindRoom() ?? int.MaxValue) };
        return new HttpServer(HttpListeners.Open(options.Addresses, options.Port), bounded, handler, time);
    }

    public async ValueTask DisposeAsync() => await (stop ??= StopAsync()).ConfigureAwait(false);

    /// <summary>
    /// Lets the thread pool first do what is queued. A client whose next request is always there would otherwise keep a thread to itself,
    /// and there are as many threads as cores. Task.Yield would not do: it uses the thread's own queue, which comes first.
    /// </summary>
    public static Task YieldToThreadPoolAsync() => Task.Factory.StartNew(
        static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);

    private async Task StopAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(loops).ConfigureAwait(false);
        listeners.ForEach(listener => listener.Dispose());
        foreach (var connection in connections.Keys) connection.Abort();
        await Task.WhenAll(connections.Values).ConfigureAwait(false);
        limits.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                // Accepted first: a listener that held a place while it waits would keep it from the other listener.
                var socket = await AcceptOneAsync(listener).ConfigureAwait(false);
                if (!await TryServeAsync(socket).ConfigureAwait(false)) socket.Dispose();
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task<Socket> AcceptOneAsync(Socket listener)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                var pending = listener.AcceptAsync(stopping.Token);
                if (pending.IsCompleted) await YieldToThreadPoolAsync().ConfigureAwait(false);
                return await pending.ConfigureAwait(false);
            }
            catch (SocketException error) when (!stopping.IsCancellationRequested)
            {
                // EMFILE and ENFILE: other files of the process took the descriptors that were meant for connections.
                var isShort = error.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable;
                if (isShort && await limits.TryMakeRoomAsync(stopping.Token).ConfigureAwait(false)) continue;
                if (!isFirst || isShort) await Task.Delay(AcceptPause, time, stopping.Token).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits for room and begins to serve a connection; false if it must be closed.</summary>
    private async Task<bool> TryServeAsync(Socket socket)
    {
        if (FindEnds(socket) is not var (remote, local) || !limits.TryEnter(remote.Address)) return false;
        try
        {
            await limits.WaitAsync(stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        var connection = new HttpConnection(socket, remote, local, options, handler, time, stopping.Token);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connections[connection] = ended.Task;
        _ = Task.Run(() => ServeAsync(connection, ended));
        return true;
    }

    /// <summary>The addresses of client and server. Some systems forget them once the client has reset the connection: null.</summary>
    private static (IPEndPoint Remote, IPEndPoint Local)? FindEnds(Socket socket)
    {
        try
        {
            return ((IPEndPoint)socket.RemoteEndPoint!, (IPEndPoint)socket.LocalEndPoint!);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private async Task ServeAsync(HttpConnection connection, TaskCompletionSource ended)
    {
        try
        {
            await connection.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            connection.Dispose();

            // In this order: once the connection is gone its client's share is free, and once its place is free the connection is gone.
            limits.Leave(connection.Client);
            connections.TryRemove(connection, out _);
            limits.FreePlace();
            ended.SetResult();
        }
    }
}
