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
