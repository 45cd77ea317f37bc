using System.Globalization;
using System.Net;
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
    public static ValueTask<Stream> Open(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        new(new NetworkStream(Connect(context.DnsEndPoint, cancellationToken), ownsSocket: true));

    /// <summary>Connects a socket.</summary>
    /// <inheritdoc cref="Open(SocketsHttpConnectionContext, CancellationToken)"/>
    public static Socket Connect(DnsEndPoint server, CancellationToken cancellationToken)
    {
        var address = ReadAddress(server.Host);
        var socket = address is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            using (cancellationToken.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), socket))
                socket.Connect(address is null ? server : new IPEndPoint(address, server.Port));
            return socket;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    /// <summary>
    /// An address that is written as four numbers, as the metadata service's is, or null. IPAddress.Parse, and a socket of both families
    /// with the address mapped, are code that .NET compiles anew for each process: 2 to 3 ms of a first connection.
    /// </summary>
    internal static IPAddress? ReadAddress(string host)
    {
        var parts = host.Split('.');
        if (parts.Length != 4) return null;
        var bytes = new byte[4];
        for (var index = 0; index < 4; index++)
        {
            // A leading zero would make it octal.
            if (parts[index] is ['0', _, ..] || !int.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number > byte.MaxValue) return null;
            bytes[index] = (byte)number;
        }

        return new IPAddress(bytes);
    }
}
