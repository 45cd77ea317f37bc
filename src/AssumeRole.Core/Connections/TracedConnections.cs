using System.Net;
using System.Net.Sockets;

namespace AssumeRole.Connections;

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
        if (trace is null || request.RequestUri is not { } address) return new NetworkStream(socket, ownsSocket: true);
        var isTls = address.Scheme == Uri.UriSchemeHttps;
        // A proxy answers CONNECT in plain HTTP before the handshake.
        var isDirect = context.DnsEndPoint.Port == address.Port && context.DnsEndPoint.Host == address.IdnHost;
        return new TracedStream(socket, first =>
        {
            // The handshake's bytes are no answer.
            if (!isTls) trace.Answer();
            else if (isDirect && first == 'H') trace.IsPlainHttp = true;
        });
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

/// <summary>A connection that reports the first byte that arrives.</summary>
internal sealed class TracedStream(Socket socket, Action<byte> report) : NetworkStream(socket, ownsSocket: true)
{
    private bool hasRead;

    // HttpClient and SslStream read by no other method.
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (count > 0 && !hasRead) report(buffer.Span[0]);
        hasRead |= count > 0;
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

    /// <summary>Whether the server's first bytes on a connection for TLS began as HTTP does.</summary>
    public bool IsPlainHttp { get; set; }

    /// <summary>How the connection is secured; null over plain HTTP.</summary>
    public TlsSession? Tls { get; set; }

    public void Connecting() => connecting = true;

    public void Connect()
    {
        opened = time.GetTimestamp();
        connected = true;
    }

    public void Answer() => answering = true;
}
