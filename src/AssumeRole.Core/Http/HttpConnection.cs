using System.Net;
using System.Net.Sockets;

namespace AssumeRole.Http;

/// <summary>One client's connection: reads requests, asks the handler, sends the answers in order.</summary>
internal sealed class HttpConnection(
    Socket socket,
    HttpHandler handler,
    HttpServerOptions options,
    HttpConnectionClock clock,
    HttpConnectionOutput output,
    CancellationToken stopping)
    : IDisposable
{
    private const int FlushThreshold = 32 * 1024;
    private const int ReceiveSize = 4 * 1024;

    private readonly ByteBuffer input = new(ReceiveSize);
    private readonly IPEndPoint remote = (IPEndPoint)socket.RemoteEndPoint!;

    // Never disposed: the server's clock may still be about to cancel it, and without a timer it holds nothing.
    private readonly CancellationTokenSource receiveExpired = new();

    /// <summary>Whether it waits for a request.</summary>
    public bool IsIdle => clock.Phase == HttpConnectionPhase.Idle;

    /// <summary>Serves until either side closes. Never throws: what a connection dies of is no news.</summary>
    public async Task RunAsync()
    {
        try
        {
            socket.NoDelay = true;
            await ServeAsync().ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // The client went away.
        }
        catch (ObjectDisposedException)
        {
            // A deadline passed or the server stopped: Abort closed the socket.
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The handler heeded its token.
        }
    }

    /// <summary>Acts if the present phase has lasted too long. Called by the server's one clock, from another thread.</summary>
    public void CheckDeadline(long timestamp)
    {
        switch (clock.TakeExpired(timestamp))
        {
            case null:
                break;

            // Between and within requests the connection ends in order, with 408 if a request has begun. Abort would reset it:
            // a socket that is disposed of while it receives sends RST, and that befits only a client that takes no answer.
            case HttpConnectionPhase.Idle or HttpConnectionPhase.Head or HttpConnectionPhase.Body:
                receiveExpired.Cancel();
                break;
            default:
                Abort();
                break;
        }
    }

    /// <summary>Closes the socket, which ends every pending operation.</summary>
    public void Abort() => socket.Dispose();

    /// <summary>Closes the socket and gives the buffers back; only once <see cref="RunAsync"/> has ended.</summary>
    public void Dispose()
    {
        clock.Enter(HttpConnectionPhase.Handler);
        socket.Dispose();
        input.Dispose();
        output.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            var parsed = HttpRequestParser.Parse(input.Span, options.MaxHeaderBytes);
            if (parsed.Refusal != 0)
            {
                await RefuseAsync(parsed.Refusal).ConfigureAwait(false);
                return;
            }

            if (parsed.Head is not { } head)
            {
                await output.FlushAsync().ConfigureAwait(false);
                clock.Enter(input.Length == 0 ? HttpConnectionPhase.Idle : HttpConnectionPhase.Head);
                if (!await ReceiveAsync().ConfigureAwait(false)) return;
                continue;
            }

            if (!await ReceiveBodyAsync(head).ConfigureAwait(false)) return;
            if (!await AnswerAsync(head).ConfigureAwait(false)) return;
        }
    }

    private async ValueTask<bool> ReceiveBodyAsync(HttpRequestHead head)
    {
        if (head.ContentLength > options.MaxBodyBytes)
        {
            await RefuseAsync(413).ConfigureAwait(false);
            return false;
        }

        if (input.Length >= head.Length + head.ContentLength) return true;
        if (head.ExpectsContinue && input.Length == head.Length) output.Write("HTTP/1.1 100 Continue\r\n\r\n"u8);

        await output.FlushAsync().ConfigureAwait(false);
        clock.Enter(HttpConnectionPhase.Body);
        while (input.Length < head.Length + head.ContentLength)
        {
            if (!await ReceiveAsync().ConfigureAwait(false)) return false;
        }

        return true;
    }

    /// <summary>Asks the handler and queues its answer; false ends the connection.</summary>
    private async ValueTask<bool> AnswerAsync(HttpRequestHead head)
    {
        clock.Enter(HttpConnectionPhase.Handler);
        var body = head.ContentLength == 0 ? default : input.Span.Slice(head.Length, (int)head.ContentLength).ToArray();
        input.Consume(head.Length + (int)head.ContentLength);

        var pending = AskAsync(head.ToRequest(body, remote));
        if (!pending.IsCompleted) await output.FlushAsync().ConfigureAwait(false);
        clock.Enter(HttpConnectionPhase.Handler);
        var response = await pending.ConfigureAwait(false);

        if (ReferenceEquals(response, HttpResponse.Reset))
        {
            // Zero linger time makes the close a reset.
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            return false;
        }

        if (ReferenceEquals(response, HttpResponse.Silence))
        {
            await output.FlushAsync().ConfigureAwait(false);
            clock.Enter(HttpConnectionPhase.Handler);
            await SwallowAsync().ConfigureAwait(false);
            return false;
        }

        return await SendAsync(response, head).ConfigureAwait(false);
    }

    private async ValueTask<bool> SendAsync(HttpResponse response, HttpRequestHead head)
    {
        var drips = response.DripInterval > TimeSpan.Zero;
        if (drips) await output.FlushAsync().ConfigureAwait(false);
        var keepAlive = head.KeepAlive && response.StatusCode != 500 && !stopping.IsCancellationRequested;
        output.Write(response, withBody: head.Method != "HEAD", keepAlive);
        if (drips) await output.DripAsync(response.DripInterval).ConfigureAwait(false);

        // What breaks off does not announce it.
        keepAlive &= !response.BreaksOff;
        if (!keepAlive) await CloseAsync().ConfigureAwait(false);
        else if (output.Length >= FlushThreshold) await output.FlushAsync().ConfigureAwait(false);
        return keepAlive;
    }

    private async ValueTask<HttpResponse> AskAsync(HttpRequest request)
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

    private async ValueTask RefuseAsync(int statusCode)
    {
        output.Write(new HttpResponse(statusCode, default), withBody: true, keepAlive: false);
        await CloseAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Sends what is queued, then says that no more comes and swallows the rest. Closing with unread bytes would send a reset,
    /// and the client could lose the answer (RFC 9112, 9.6).
    /// </summary>
    private async ValueTask CloseAsync()
    {
        await output.FlushAsync().ConfigureAwait(false);
        socket.Shutdown(SocketShutdown.Send);
        clock.Enter(HttpConnectionPhase.Linger);
        await SwallowAsync().ConfigureAwait(false);
    }

    private async ValueTask SwallowAsync()
    {
        input.Consume(input.Length);
        while (await socket.ReceiveAsync(input.GetMemory(ReceiveSize), SocketFlags.None, stopping).ConfigureAwait(false) > 0)
        {
        }
    }

    /// <summary>Receives more; false if the client closed or was too slow, which is then already answered.</summary>
    private async ValueTask<bool> ReceiveAsync()
    {
        try
        {
            var memory = input.GetMemory(ReceiveSize);
            var count = await socket.ReceiveAsync(memory, SocketFlags.None, receiveExpired.Token).ConfigureAwait(false);
            input.Advance(count);
            return count > 0;
        }
        catch (OperationCanceledException)
        {
            if (clock.Phase != HttpConnectionPhase.Idle) await RefuseAsync(408).ConfigureAwait(false);
            return false;
        }
    }
}
