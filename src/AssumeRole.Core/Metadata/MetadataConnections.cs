using System.Net;
using System.Net.Sockets;

namespace AssumeRole.Metadata;

/// <summary>Opens the connections to the metadata service, and traces those of requests that carry a trace.</summary>
/// <param name="createSocket">Makes a TCP socket.</param>
internal sealed class MetadataConnections(Func<Socket> createSocket)
{
    /// <summary>Opens them from this network.</summary>
    public MetadataConnections()
        : this(static () => new Socket(SocketType.Stream, ProtocolType.Tcp))
    {
    }

    public async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        // Over TLS the handshake's bytes would pass for those of an answer.
        var trace = context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttp
            && context.InitialRequestMessage.Options.TryGetValue(ConnectionTrace.Key, out var carried)
                ? carried
                : null;
        trace?.Connecting();
        var socket = await ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
        trace?.Connect();
        return trace is null ? new NetworkStream(socket, ownsSocket: true) : new TracedStream(socket, trace);
    }

    private async Task<Socket> ConnectAsync(DnsEndPoint server, CancellationToken cancellationToken)
    {
        var socket = createSocket();
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
