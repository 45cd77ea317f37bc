using System.Net;
using System.Net.Sockets;

namespace AssumeRole.Http;

/// <summary>
/// What a connection is waiting for. Each phase but the handler's has a deadline. Linger waits for the client to close after the last
/// answer.
/// </summary>
internal enum HttpConnectionPhase
{
    Idle,
    Head,
    Body,
    Handler,
    Send,
    Linger,
}

internal sealed class HttpConnection(
    Socket socket,
    IPEndPoint remote,
    IPEndPoint local,
    HttpServerOptions options,
    HttpHandler handler,
    TimeProvider time,
    CancellationToken stopping)
    : IDisposable
{
    private const int FirstBufferSize = 4096;

    /// <summary>Its first <see cref="received"/> bytes are not yet consumed. The bounds on head and body bound its size.</summary>
    private byte[] buffer = new byte[FirstBufferSize];
    private int received;

    private CancellationTokenSource deadline = new();
    private volatile HttpConnectionPhase phase = HttpConnectionPhase.Handler;
    private volatile bool aborted;
    private long phaseBegan;

    public IPAddress Client => remote.Address;

    public HttpConnectionPhase Phase => phase;

    public long PhaseBegan => Volatile.Read(ref phaseBegan);

    /// <summary>Whether it is the client's turn: to ask, to take an answer or to close.</summary>
    public bool IsClientsTurn => !aborted && phase != HttpConnectionPhase.Handler;

    /// <summary>Serves until either side closes. Never throws; an I/O error just ends the connection.</summary>
    public async Task RunAsync()
    {
        try
        {
            socket.NoDelay = true;
            while (await ReceiveHeadAsync().ConfigureAwait(false) is { } head
                && await ReceiveBodyAsync(head).ConfigureAwait(false)
                && await AnswerAsync(head).ConfigureAwait(false))
            {
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client went away, another thread aborted the connection, or the client took an answer too slowly.
        }
    }

    /// <summary>Closes the socket, which ends every pending operation. Called from another thread.</summary>
    public void Abort()
    {
        aborted = true;
        socket.Dispose();
    }

    /// <summary>Call only after <see cref="RunAsync"/> has ended.</summary>
    public void Dispose()
    {
        aborted = true;
        socket.Dispose();
        deadline.Dispose();
    }

    /// <summary>Receives the next head; null ends the connection.</summary>
    private async Task<HttpRequestHead?> ReceiveHeadAsync()
    {
        while (true)
        {
            var parsed = HttpRequestParser.Parse(buffer.AsSpan(0, received), options.MaxHeaderBytes);
            if (parsed.Refusal != 0)
            {
                await RefuseAsync(parsed.Refusal).ConfigureAwait(false);
                return null;
            }

            if (parsed.Head is not null) return parsed.Head;
            Enter(received == 0 ? HttpConnectionPhase.Idle : HttpConnectionPhase.Head);
            if (!await ReceiveAsync().ConfigureAwait(false)) return null;
        }
    }

    /// <summary>Receives the whole body; false ends the connection.</summary>
    private async Task<bool> ReceiveBodyAsync(HttpRequestHead head)
    {
        if (head.ContentLength > options.MaxBodyBytes)
        {
            await RefuseAsync(413).ConfigureAwait(false);
            return false;
        }

        if (head.ExpectsContinue && received == head.Length)
            await SendAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray()).ConfigureAwait(false);
        while (received < head.Length + head.ContentLength)
        {
            Enter(HttpConnectionPhase.Body);
            if (!await ReceiveAsync().ConfigureAwait(false)) return false;
        }

        return true;
    }

    /// <summary>Asks the handler and sends its answer; false ends the connection.</summary>
    private async Task<bool> AnswerAsync(HttpRequestHead head)
    {
        Enter(HttpConnectionPhase.Handler);
        var end = head.Length + (int)head.ContentLength;
        var request = head.ToRequest(buffer.AsSpan(head.Length..end).ToArray(), remote, local);
        received -= end;
        Buffer.BlockCopy(buffer, end, buffer, 0, received);

        var response = await HandleAsync(request).ConfigureAwait(false);
        if (ReferenceEquals(response, HttpResponse.Reset))
        {
            // Zero linger time makes the close a reset.
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            return false;
        }

        if (ReferenceEquals(response, HttpResponse.Silence))
        {
            await DiscardInputAsync(stopping).ConfigureAwait(false);
            return false;
        }

        var keepAlive = head.KeepAlive && response.StatusCode != 500 && !stopping.IsCancellationRequested;
        var bytes = ToBytes(response, withBody: head.Method != "HEAD", keepAlive);
        await (response.DripInterval > TimeSpan.Zero ? DripAsync(bytes, response.DripInterval) : SendAsync(bytes)).ConfigureAwait(false);
        if (keepAlive && !response.BreaksOff) return true;
        await CloseAsync().ConfigureAwait(false);
        return false;
    }

    private async Task<HttpResponse> HandleAsync(HttpRequest request)
    {
        try
        {
            return await handler(request, stopping).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            options.HandlerFaulted?.Invoke(exception);
            return new HttpResponse(500, default);
        }
    }

    private async Task RefuseAsync(int statusCode)
    {
        options.RequestRefused?.Invoke(Client, statusCode);
        await SendAsync(ToBytes(new HttpResponse(statusCode, default), withBody: true, keepAlive: false)).ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
    }

    private byte[] ToBytes(HttpResponse response, bool withBody, bool keepAlive) =>
        response.ToBytes(withBody, keepAlive, (options.DateClock ?? time).GetUtcNow());

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        Enter(HttpConnectionPhase.Send);
        while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, deadline.Token).ConfigureAwait(false)..];
    }

    /// <summary>Sends a byte each time the interval has passed. Without a deadline, because the client is not the slow one.</summary>
    private async Task DripAsync(ReadOnlyMemory<byte> bytes, TimeSpan interval)
    {
        for (; !bytes.IsEmpty; bytes = bytes[1..])
        {
            await Task.Delay(interval, time, stopping).ConfigureAwait(false);
            await socket.SendAsync(bytes[..1], SocketFlags.None, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Ends the sending side and discards what still arrives. Closing with unread bytes would send a reset, and the client could lose the
    /// answer (RFC 9112, 9.6).
    /// </summary>
    private async Task CloseAsync()
    {
        socket.Shutdown(SocketShutdown.Send);
        Enter(HttpConnectionPhase.Linger);
        await DiscardInputAsync(deadline.Token).ConfigureAwait(false);
    }

    private async Task DiscardInputAsync(CancellationToken cancellationToken)
    {
        while (await ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
        {
        }
    }

    /// <summary>Receives more; false if the client closed or was too slow. A slow request is answered with 408.</summary>
    private async Task<bool> ReceiveAsync()
    {
        if (received == buffer.Length) Array.Resize(ref buffer, 2 * received);
        try
        {
            var count = await ReceiveAsync(buffer.AsMemory(received), deadline.Token).ConfigureAwait(false);
            received += count;
            return count > 0;
        }
        catch (OperationCanceledException)
        {
            if (phase != HttpConnectionPhase.Idle) await RefuseAsync(408).ConfigureAwait(false);
            return false;
        }
    }

    private async Task<int> ReceiveAsync(Memory<byte> into, CancellationToken cancellationToken)
    {
        var pending = socket.ReceiveAsync(into, SocketFlags.None, cancellationToken);
        if (pending.IsCompleted) await HttpServer.YieldToThreadPoolAsync().ConfigureAwait(false);
        return await pending.ConfigureAwait(false);
    }

    /// <summary>Starts a phase and its deadline. Staying in a phase does not move the deadline, so a dripping client is cut.</summary>
    private void Enter(HttpConnectionPhase next)
    {
        if (next == phase) return;
        deadline.Dispose();
        Volatile.Write(ref phaseBegan, time.GetTimestamp());
        phase = next;
        deadline = new CancellationTokenSource(
            next switch
            {
                HttpConnectionPhase.Idle => options.IdleTimeout,
                HttpConnectionPhase.Head => options.HeaderTimeout,
                HttpConnectionPhase.Body => options.BodyTimeout,
                HttpConnectionPhase.Send => options.SendTimeout,
                HttpConnectionPhase.Linger => options.LingerTimeout,
                _ => Timeout.InfiniteTimeSpan,
            },
            time);
    }
}
