using System.Net;
using System.Net.Sockets;

namespace AssumeRole.Metadata;

/// <summary>Opens the connections to the metadata service, and traces those of requests that carry a trace.</summary>
/// <param name="createSocket">Makes a TCP socket.</param>
/// <param name="blocks">Whether to wait for a connection on this thread.</param>
internal sealed class MetadataConnections(Func<Socket> createSocket, bool blocks = false)
{
    public async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        // Over TLS the handshake's bytes would pass for those of an answer.
        var trace = context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttp
            && context.InitialRequestMessage.Options.TryGetValue(ConnectionTrace.Key, out var carried)
                ? carried
                : null;
        trace?.Connecting();
        var socket = createSocket();
        try
        {
            socket.NoDelay = true;
            if (blocks) Connect(socket, context.DnsEndPoint, cancellationToken);
            else await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }

        trace?.Connect();
        var stream = new NetworkStream(socket, ownsSocket: true);
        return trace is null ? stream : new TracedStream(stream, trace);
    }

    private static void Connect(Socket socket, EndPoint endpoint, CancellationToken cancellationToken)
    {
        using var ending = cancellationToken.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), socket);
        socket.Connect(endpoint);
    }
}
