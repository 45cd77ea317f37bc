using System.Net;
using System.Net.Sockets;
using AssumeRole.Findings;

namespace AssumeRole.Endpoint;

/// <summary>Where a credential server may listen, and whom it then lets in.</summary>
internal static class ListenRules
{
    /// <exception cref="AssumeRoleException">ListenRefused.</exception>
    public static void Check(CredentialServerOptions options, IEnumerable<IPAddress> addresses)
    {
        if (addresses.FirstOrDefault(address => !IPAddress.IsLoopback(address)) is not { } beyond) return;
        if (!options.AllowNonLoopback)
            throw FindingCatalogue.ListenRefused.Error(beyond.ToString(), $"The address {beyond} is not loopback.");
        if (options.AllowedClients.Count == 0)
            throw FindingCatalogue.ListenRefused.Error(beyond.ToString(), $"No client is named that may connect to {beyond}.");
    }

    /// <summary>
    /// The address to give to clients. One that admits the programs of this machine comes first; a loopback address beside others does
    /// not, unless it is on the list. In place of all addresses it is the one that a client on the list reaches.
    /// </summary>
    /// <param name="where">The addresses that are listened on.</param>
    /// <param name="clients">The clients that may connect beyond loopback.</param>
    public static IPAddress AddressFor(IReadOnlyList<IPAddress> where, IReadOnlyList<IPNetwork> clients)
    {
        if (where.All(IPAddress.IsLoopback)) return where[0];
        var reached = where.SelectMany(address => IsEvery(address) ? RoutesTo(clients, address.AddressFamily) : [address]).ToArray();
        return reached.FirstOrDefault(address => Admits(clients, address))
            ?? reached.FirstOrDefault(address => !IPAddress.IsLoopback(address))
            ?? LoopbackFor(where[0]);
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

    /// <summary>A range's own address is no client's: Linux takes it for a broadcast and refuses.</summary>
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

    /// <summary>Whether a client is on the list.</summary>
    public static bool Admits(IReadOnlyList<IPNetwork> clients, IPAddress client)
    {
        var address = client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client;
        foreach (var network in clients)
            if (network.Contains(address)) return true;
        return false;
    }
}
