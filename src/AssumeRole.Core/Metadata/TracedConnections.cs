using System.Net;
using System.Net.Sockets;

namespace AssumeRole.Metadata;

/// <summary>Opens TCP connections for HTTP, and traces those of requests that carry a <see cref="ConnectionTrace"/>.</summary>
internal sealed class TracedConnections(Func<DnsEndPoint, CancellationToken, Task<Socket>> connect)
{
    public TracedConnections(Func<Socket>? createSocket = null)
        : this((server, over) => ConnectAsync(createSocket?.Invoke() ?? new Socket(SocketType.Stream, ProtocolType.Tcp), server, over))
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
internal sealed class TracedStream(Socket socket, ConnectionTrace trace) : NetworkStream(socket, ownsSocket: true)
{
    // HttpClient reads by no other method.
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (count > 0) trace.Answer();
        return count;
    }
}

/// <summary>How far a request got. An answer that drips has begun long before HttpClient shows a header: it is not silence.</summary>
internal sealed class ConnectionTrace(TimeProvider time)
{
    public static readonly HttpRequestOptionsKey<ConnectionTrace> Key = new("AssumeRole.ConnectionTrace");

    private volatile bool connecting;
    private volatile bool connected;
    private volatile bool answering;
    private long opened;

    /// <summary>Whether a connection was tried and did not open. False where the request had one from before.</summary>
    public bool NeverConnected => connecting && !connected;

    public bool Connected => connected;

    /// <summary>How long the connection has been open, or null if none opened for this request.</summary>
    public TimeSpan? OpenFor => connected ? time.GetElapsedTime(opened) : null;

    public bool Answering => answering;

    public void Connecting() => connecting = true;

    public void Connect()
    {
        opened = time.GetTimestamp();
        connected = true;
    }

    public void Answer() => answering = true;
}
