using System.Net;
using System.Net.Sockets;

namespace AssumeRole.Http;

/// <summary>The loopback addresses that this machine has.</summary>
internal static class LoopbackAddresses
{
    /// <summary>127.0.0.1, and ::1 where it exists: containers often have the protocol and not the address.</summary>
    public static IReadOnlyList<IPAddress> Find() =>
        CanListen(IPAddress.IPv6Loopback) ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback];

    private static bool CanListen(IPAddress address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
