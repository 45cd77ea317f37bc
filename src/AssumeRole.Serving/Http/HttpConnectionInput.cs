using System.Net.Sockets;

namespace AssumeRole.Http;

/// <summary>What one connection has received and not yet consumed.</summary>
internal sealed class HttpConnectionInput(Socket socket, CancellationToken stopping) : IDisposable
{
    private const int ReceiveSize = 4 * 1024;
    private readonly ByteBuffer buffer = new(ReceiveSize);

    // Never disposed: the server's clock may still be about to cancel it, and without a timer it holds nothing.
    private readonly CancellationTokenSource expired = new();

    public ReadOnlySpan<byte> Span => buffer.Span;

    public int Length => buffer.Length;

    public void Consume(int count) => buffer.Consume(count);

    /// <summary>Ends every pending and later receive: the client was too slow. Called from another thread.</summary>
    public void Expire() => expired.Cancel();

    /// <summary>Receives more; false if the client has closed.</summary>
    /// <exception cref="OperationCanceledException">The client was too slow.</exception>
    public async ValueTask<bool> ReceiveAsync()
    {
        var count = await ReceiveAsync(expired.Token).ConfigureAwait(false);
        buffer.Advance(count);
        return count > 0;
    }

    /// <summary>Receives and forgets until the client closes.</summary>
    public async ValueTask SwallowAsync()
    {
        buffer.Consume(buffer.Length);
        while (await ReceiveAsync(stopping).ConfigureAwait(false) > 0)
        {
        }
    }

    public void Dispose() => buffer.Dispose();

    private async ValueTask<int> ReceiveAsync(CancellationToken cancellationToken)
    {
        var pending = socket.ReceiveAsync(buffer.GetMemory(ReceiveSize), SocketFlags.None, cancellationToken);
        if (pending.IsCompleted) await default(OthersFirst);
        return await pending.ConfigureAwait(false);
    }
}
