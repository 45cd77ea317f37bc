using System.Net.Sockets;

namespace AssumeRole.Metadata;

/// <summary>A connection that tells its trace of the first byte that arrives.</summary>
/// <param name="socket">The socket; it is closed with this.</param>
/// <param name="trace">The trace.</param>
internal sealed class TracedStream(Socket socket, ConnectionTrace trace) : NetworkStream(socket, ownsSocket: true)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Note(await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Note(await base.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).ConfigureAwait(false));

    public override int Read(byte[] buffer, int offset, int count) => Note(base.Read(buffer, offset, count));

    public override int Read(Span<byte> buffer) => Note(base.Read(buffer));

    private int Note(int count)
    {
        if (count > 0) trace.Answer();
        return count;
    }
}
