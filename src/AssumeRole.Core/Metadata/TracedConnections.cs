using System.Net;
using System.Net.Sockets;

namespace AssumeRole.Metadata;

/// <summary>Opens TCP connections for HTTP, and traces those of requests that carry a <see cref="ConnectionTrace"/>.</summary>
/// <param name="connect">Connects a socket.</param>
internal sealed class TracedConnections(Func<DnsEndPoint, CancellationToken, Task<Socket>> connect)
{
    /// <summary>Opens them from this network.</summary>
    public TracedConnections()
        : this(static () => new Socket(SocketType.Stream, ProtocolType.Tcp))
    {
    }

    public TracedConnections(Func<Socket> createSocket)
        : this((server, cancellationToken) => ConnectAsync(createSocket(), server, cancellationToken))
    {
    }

    public async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var request = context.InitialRequestMessage;
        var trace = request.Options.TryGetValue(ConnectionTrace.Key, out var carried) ? carried : null;
        trace?.Connecting();
        var socket = await connect(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
        trace?.Connect();
        // Over TLS the handshake's bytes would pass for those of an answer.
        return trace is null || request.RequestUri?.Scheme != Uri.UriSchemeHttp
            ? new NetworkStream(socket, ownsSocket: true)
            : new TracedStream(socket, trace);
    }

    private static async Task<Socket> ConnectAsync(Socket socket, DnsEndPoint server, CancellationToken cancellationToken)
    {
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }
    }
}

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

/// <summary>
/// How far a request got that had a connection made for it. An answer that drips has begun long before HttpClient has a header to
/// show, and must not be taken for silence.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class ConnectionTrace(TimeProvider time)
{
    /// <summary>Under which the trace travels with its request.</summary>
    public static readonly HttpRequestOptionsKey<ConnectionTrace> Key = new("AssumeRole.ConnectionTrace");

    private volatile bool connecting;
    private volatile bool connected;
    private volatile bool answering;
    private long opened;

    /// <summary>Whether a connection was tried and did not open. False where the request had one from before.</summary>
    public bool NeverConnected => connecting && !connected;

    /// <summary>Whether a connection opened for this request.</summary>
    public bool Connected => connected;

    /// <summary>How long the connection has been open, or null if none opened for this request.</summary>
    public TimeSpan? OpenFor => connected ? time.GetElapsedTime(opened) : null;

    /// <summary>Whether a byte of the answer arrived.</summary>
    public bool Answering => answering;

    public void Connecting() => connecting = true;

    public void Connect()
    {
        opened = time.GetTimestamp();
        connected = true;
    }

    public void Answer() => answering = true;
}
