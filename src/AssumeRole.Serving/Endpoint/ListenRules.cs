using System.Net;
using System.Net.Sockets;
using AssumeRole.Findings;

namespace AssumeRole.Endpoint;

/// <summary>The rules for addresses beyond loopback: explicit permission, and a list of clients.</summary>
internal static class ListenRules
{
    public static void Check(CredentialServerOptions options, IEnumerable<IPAddress> addresses)
    {
        if (addresses.FirstOrDefault(address => !IPAddress.IsLoopback(address)) is not { } beyond) return;
        if (!options.AllowNonLoopback)
            throw FindingCatalogue.ListenRefused.Error(beyond.ToString(), $"The address {beyond} is not loopback.");
        if (options.AllowedClients.Count == 0)
            throw FindingCatalogue.ListenRefused.Error(beyond.ToString(), $"No client is named that may connect to {beyond}.");
    }

    /// <summary>
    /// The address to give to clients. An address whose programs may connect themselves comes first; a loopback address beside others does
    /// not, unless it is on the list. All addresses (0.0.0.0) stand for the one that a client on the list reaches.
    /// </summary>
    public static IPAddress AddressFor(IReadOnlyList<IPAddress> listened, IReadOnlyList<IPNetwork> clients)
    {
        if (listened.All(IPAddress.IsLoopback)) return listened[0];
        var reached = listened.SelectMany(address => IsEvery(address) ? RoutesTo(clients, address.AddressFamily) : [address]).ToArray();
        return reached.FirstOrDefault(address => Admits(clients, address))
            ?? reached.FirstOrDefault(address => !IPAddress.IsLoopback(address))
            ?? LoopbackFor(listened[0]);
    }

    private static bool IsEvery(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static IPAddress LoopbackFor(IPAddress address) =>
        !IsEvery(address) ? address : address.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback;

    /// <summary>This machine's addresses on the way to the clients. A datagram socket finds them and sends nothing.</summary>
    private static IEnumerable<IPAddress> RoutesTo(IReadOnlyList<IPNetwork> clients, AddressFamily family)
    {
        foreach (var network in clients.Where(network => network.BaseAddress.AddressFamily == family))
            if (FindRoute(FirstOf(network)) is { } address) yield return address;
    }

    /// <summary>The first client's address. Linux takes the range's own address for a broadcast and refuses it.</summary>
    private static IPAddress FirstOf(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        if (network.PrefixLength < (bytes.Length * 8) - 1) bytes[^1] |= 1;
        return new IPAddress(bytes);
    }

    private static IPAddress? FindRoute(IPAddress client)
    {
        const int AnyPort = 9;
        try
        {
            using var socket = new Socket(client.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(client, AnyPort);
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            // No route.
            return null;
        }
    }

    public static bool Admits(IReadOnlyList<IPNetwork> clients, IPAddress client)
    {
        var address = client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client;
        return clients.Any(network => network.Contains(address));
    }
}
