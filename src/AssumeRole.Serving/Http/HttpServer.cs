using System.Collections.Concurrent;
using System.Net.Sockets;

namespace AssumeRole.Http;

/// <summary>
/// A small HTTP/1.1 server. It exists because PowerShell has no Kestrel, and HttpListener cannot bound a slow client,
/// reset a connection or leave one unanswered.
/// </summary>
public sealed class HttpServer : IAsyncDisposable
{
    /// <summary>How long accepting rests when it failed twice in a row and no connection could make room: without it the loop would spin.</summary>
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly HttpHandler handler;
    private readonly HttpServerOptions options;
    private readonly TimeProvider time;
    private readonly HttpDateHeader date;
    private readonly List<Socket> listeners;
    private readonly CancellationTokenSource stopping = new();
    private readonly HttpAdmission admission;
    private readonly ConcurrentDictionary<HttpConnection, Task> connections = new();
    private readonly List<Task> loops;
    private Task? stop;

    private HttpServer(List<Socket> listeners, HttpServerOptions options, HttpHandler handler, TimeProvider time)
    {
        this.listeners = listeners;
        this.options = options;
        this.handler = handler;
        this.time = time;
        date = new HttpDateHeader(options.DateClock ?? time);
        admission = new HttpAdmission(options, connections);
        Port = HttpListeners.PortOf(listeners[0]);
        loops = [.. listeners.Select(AcceptAsync), WatchDeadlinesAsync()];
    }

    /// <summary>The port that the server listens on.</summary>
    public int Port { get; }

    /// <summary>How many connections are open.</summary>
    public int ConnectionCount => connections.Count;

    /// <summary>How many of them are in the phase.</summary>
    internal int CountIn(HttpConnectionPhase phase) => connections.Keys.Count(connection => connection.Clock.Phase == phase);

    /// <summary>Starts to listen.</summary>
    /// <param name="options">Where, and the bounds.</param>
    /// <param name="handler">Answers the requests.</param>
    /// <param name="time">The clock of deadlines, and of Date headers if the options name no other.</param>
    /// <exception cref="SocketException">An address or the port cannot be listened on.</exception>
    public static HttpServer Start(HttpServerOptions options, HttpHandler handler, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(time);
        var bounded = options with { MaxConnections = Math.Min(options.MaxConnections, DescriptorLimit.FindRoom() ?? int.MaxValue) };
        return new HttpServer(HttpListeners.Open(options.Addresses, options.Port), bounded, handler, time);
    }

    /// <summary>Stops listening, closes every connection and waits until the last loop has ended.</summary>
    public async ValueTask DisposeAsync() => await (stop ??= StopAsync()).ConfigureAwait(false);

    private async Task StopAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(loops).ConfigureAwait(false);
        listeners.ForEach(listener => listener.Dispose());
        foreach (var connection in connections.Keys) connection.Abort();
        await Task.WhenAll(connections.Values).ConfigureAwait(false);
        admission.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                // Accepted first: a listener that held a slot while it waits would keep it from the other listener.
                var socket = await AcceptOneAsync(listener).ConfigureAwait(false);
                if (admission.Enter(socket) is not { } ends) socket.Dispose();
                else if (await WaitForRoomAsync(socket).ConfigureAwait(false)) Track(socket, ends);
                else return;
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async ValueTask<bool> WaitForRoomAsync(Socket socket)
    {
        try
        {
            await admission.WaitAsync(stopping.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            return false;
        }
    }

    private async ValueTask<Socket> AcceptOneAsync(Socket listener)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                var pending = listener.AcceptAsync(stopping.Token);
                if (pending.IsCompleted) await default(OthersFirst);
                return await pending.ConfigureAwait(false);
            }
            catch (SocketException error) when (!stopping.IsCancellationRequested)
            {
                // EMFILE and ENFILE: what else the process opened took the descriptors that were meant for connections.
                var isShort = error.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable;
                if (isShort && await admission.TryMakeRoomAsync(stopping.Token).ConfigureAwait(false)) continue;
                if (!isFirst || isShort) await Task.Delay(AcceptPause, time, stopping.Token).ConfigureAwait(false);
            }
        }
    }

    private void Track(Socket socket, HttpConnectionEnds ends)
    {
        var clock = new HttpConnectionClock(options, time);
        var output = new HttpConnectionOutput(socket, clock, date, time, stopping.Token);
        var answers = new HttpAnswers(handler, options, stopping.Token);
        var connection = new HttpConnection(socket, ends, answers, options, clock, output, stopping.Token);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connections[connection] = ended.Task;
        _ = ServeAsync(connection, ended);
    }

    private async Task ServeAsync(HttpConnection connection, TaskCompletionSource ended)
    {
        await Task.Yield();
        try
        {
            await connection.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            connection.Dispose();

            // Whoever sees the connection gone finds the client's share free, and whoever is given its place finds it gone.
            admission.FreeShare(connection.Client);
            connections.TryRemove(connection, out _);
            admission.FreePlace();
            ended.SetResult();
        }
    }

    private async Task WatchDeadlinesAsync()
    {
        using var clock = new PeriodicTimer(options.DeadlineResolution, time);
        try
        {
            while (await clock.WaitForNextTickAsync(stopping.Token).ConfigureAwait(false))
            {
                var now = time.GetTimestamp();
                foreach (var connection in connections.Keys) connection.CheckDeadline(now);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }
}
