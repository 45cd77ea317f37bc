using System.Net.Sockets;

namespace AssumeRole.Aws;

/// <summary>
/// Opens connections without waiting for anything but the network: .NET's own way through its socket engine takes a first connection
/// longer than everything else that HTTP does. It holds a thread meanwhile, so it is for one connection at a time.
/// </summary>
internal static class BlockingConnection
{
    /// <summary>Opens one, to a server or to the proxy before it.</summary>
    /// <exception cref="SocketException">There is none to be had.</exception>
    /// <exception cref="OperationCanceledException">It took too long, or nobody wants it any more.</exception>
    public static ValueTask<Stream> Open(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using (cancellationToken.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), socket))
                socket.Connect(context.DnsEndPoint);
            return new ValueTask<Stream>(new NetworkStream(socket, ownsSocket: true));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }
}
