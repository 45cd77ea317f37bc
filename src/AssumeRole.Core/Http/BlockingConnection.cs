using System.Net.Sockets;

namespace AssumeRole.Http;

/// <summary>
/// Opens connections without waiting for anything but the network: .NET's own way through its socket engine takes a first connection
/// longer than everything else that HTTP does. It holds a thread meanwhile, so it is for one connection at a time.
/// </summary>
internal static class BlockingConnection
{
    /// <summary>Opens one for an HTTP client, to a server or to the proxy before it.</summary>
    /// <exception cref="SocketException">There is none to be had.</exception>
    /// <exception cref="OperationCanceledException">It took too long, or nobody wants it any more.</exception>
    public static ValueTask<Stream> Open(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Open(socket, context, cancellationToken);
        return new ValueTask<Stream>(new NetworkStream(socket, ownsSocket: true));
    }

    /// <summary>Connects a socket, which is disposed of if that fails.</summary>
    /// <inheritdoc cref="Open(SocketsHttpConnectionContext, CancellationToken)"/>
    public static void Open(Socket socket, SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        try
        {
            using (cancellationToken.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), socket))
                socket.Connect(context.DnsEndPoint);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }
}
