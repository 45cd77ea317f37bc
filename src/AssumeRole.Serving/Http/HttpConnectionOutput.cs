using System.Buffers;
using System.Net.Sockets;

namespace AssumeRole.Http;

/// <summary>What one connection has to send: queued, then sent at once or byte by byte.</summary>
internal sealed class HttpConnectionOutput(
    Socket socket, HttpConnectionClock clock, HttpDateHeader date, TimeProvider time, CancellationToken stopping) : IDisposable
{
    private const int FlushThreshold = 32 * 1024;
    private readonly ByteBuffer queue = new(1024);

    /// <summary>Queues bytes as they are.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => queue.Write(bytes);

    /// <summary>Queues an answer.</summary>
    public void Write(HttpResponse response, bool withBody, bool keepAlive) =>
        HttpResponseWriter.Write(queue, response, withBody, keepAlive, date.Current);

    /// <summary>Queues an answer; what drips is sent at once in its own way, and so is what has become much.</summary>
    public async ValueTask AnswerAsync(HttpResponse response, bool withBody, bool keepAlive)
    {
        var drips = response.DripInterval > TimeSpan.Zero;
        if (drips) await FlushAsync().ConfigureAwait(false);
        Write(response, withBody, keepAlive);
        if (drips) await DripAsync(response.DripInterval).ConfigureAwait(false);
        else if (queue.Length >= FlushThreshold) await FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Sends what is queued.</summary>
    public async ValueTask FlushAsync()
    {
        if (queue.Length == 0) return;
        clock.Enter(HttpConnectionPhase.Send);
        while (queue.Length > 0)
        {
            queue.Consume(await socket.SendAsync(queue.Memory, SocketFlags.None, stopping).ConfigureAwait(false));
        }
    }

    public void Dispose() => queue.Dispose();

    /// <summary>Sends what is queued, a byte each time the interval has passed. It is not the client who is slow: no deadline.</summary>
    private async ValueTask DripAsync(TimeSpan interval)
    {
        clock.Enter(HttpConnectionPhase.Handler);
        while (queue.Length > 0)
        {
            await Task.Delay(interval, time, stopping).ConfigureAwait(false);
            queue.Consume(await socket.SendAsync(queue.Memory[..1], SocketFlags.None, stopping).ConfigureAwait(false));
        }
    }
}
