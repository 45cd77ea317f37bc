using System.Net;
using System.Net.Sockets;
using AssumeRole.Http;

namespace AssumeRole.Metadata;

/// <summary>Opens the connections to the metadata service, and traces those of requests that carry a trace.</summary>
/// <param name="createSocket">Makes a TCP socket for a connection that is not waited for.</param>
/// <param name="blocks">Whether to wait for a connection on this thread.</param>
internal sealed class MetadataConnections(Func<Socket> createSocket, bool blocks = false)
{
    /// <summary>Opens them from this network.</summary>
    /// <param name="blocks">Whether to wait for a connection on this thread.</param>
    public MetadataConnections(bool blocks)
        : this(() => new Socket(SocketType.Stream, ProtocolType.Tcp), blocks)
    {
    }

    /// <summary>Whether any was asked for.</summary>
    public bool Any { get; private set; }

    public async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        Any = true;
        // Over TLS the handshake's bytes would pass for those of an answer.
        var trace = context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttp
            && context.InitialRequestMessage.Options.TryGetValue(ConnectionTrace.Key, out var carried)
                ? carried
                : null;
        trace?.Connecting();
        var socket = blocks
            ? BlockingConnection.Connect(context.DnsEndPoint, cancellationToken)
            : await ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
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
