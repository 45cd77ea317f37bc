using System.Net;
using System.Net.Sockets;

namespace AssumeRole.Http;

/// <summary>One client's connection: reads requests, asks the handler, sends the answers in order.</summary>
internal sealed class HttpConnection(
    Socket socket,
    HttpConnectionEnds ends,
    HttpAnswers answers,
    HttpServerOptions options,
    HttpConnectionClock clock,
    HttpConnectionOutput output,
    CancellationToken stopping)
    : IDisposable
{
    private readonly HttpConnectionInput input = new(socket, stopping);
    private volatile bool aborted;

    /// <summary>The client's address.</summary>
    public IPAddress Client => ends.Remote.Address;

    /// <summary>What it waits for, and since when.</summary>
    public HttpConnectionClock Clock => clock;

    /// <summary>Whether it is the client's turn: to ask, to take an answer or to close.</summary>
    public bool IsClientsTurn => !aborted && clock.Phase != HttpConnectionPhase.Handler;

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
                input.Expire();
                break;
            default:
                Abort();
                break;
        }
    }

    /// <summary>Closes the socket, which ends every pending operation.</summary>
    public void Abort()
    {
        aborted = true;
        socket.Dispose();
    }

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

        var pending = answers.AskAsync(head.ToRequest(body, ends));
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
            await input.SwallowAsync().ConfigureAwait(false);
            return false;
        }

        var keepAlive = head.KeepAlive && response.StatusCode != 500 && !stopping.IsCancellationRequested;
        await output.AnswerAsync(response, withBody: head.Method != "HEAD", keepAlive).ConfigureAwait(false);

        // What breaks off does not announce it.
        keepAlive &= !response.BreaksOff;
        if (!keepAlive) await CloseAsync().ConfigureAwait(false);
        return keepAlive;
    }

    private async ValueTask RefuseAsync(int statusCode)
    {
        options.RequestRefused?.Invoke(Client, statusCode);
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
        await input.SwallowAsync().ConfigureAwait(false);
    }

    /// <summary>Receives more; false if the client closed or was too slow, which is then already answered.</summary>
    private async ValueTask<bool> ReceiveAsync()
    {
        try
        {
            return await input.ReceiveAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            if (clock.Phase != HttpConnectionPhase.Idle) await RefuseAsync(408).ConfigureAwait(false);
            return false;
        }
    }
}
