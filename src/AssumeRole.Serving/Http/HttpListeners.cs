using System.Net;
using System.Net.Sockets;

namespace AssumeRole.Http;

internal static class HttpListeners
{
    /// <summary>How often a port that is free at the first address and taken at another is given up for a new one.</summary>
    private const int PortAttempts = 20;

    /// <summary>How many clients may wait to be accepted. A client beyond that sends its SYN again only after a second.</summary>
    private const int Backlog = 4096;

    /// <summary>127.0.0.1, and ::1 where it exists: containers often have the protocol and not the address.</summary>
    public static IReadOnlyList<IPAddress> FindLoopback() =>
        CanListen(IPAddress.IPv6Loopback) ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback];

    public static List<Socket> Open(IReadOnlyList<IPAddress> addresses, int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            var listeners = new List<Socket>();
            try
            {
                foreach (var address in addresses) listeners.Add(Listen(address, listeners.Count == 0 ? port : PortOf(listeners[0])));
                return listeners;
            }
            catch (SocketException error)
            {
                listeners.ForEach(listener => listener.Dispose());
                var isOurChoice = port == 0 && listeners.Count > 0 && error.SocketErrorCode == SocketError.AddressAlreadyInUse;
                if (!isOurChoice || attempt == PortAttempts) throw;
            }
        }
    }

    public static int PortOf(Socket listener) => ((IPEndPoint)listener.LocalEndPoint!).Port;

    private static Socket Listen(IPAddress address, int port)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(address, port));
            listener.Listen(Backlog);
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }
    }

    private static bool CanListen(IPAddress address)
    {
        try
        {
            Listen(address, 0).Dispose();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
