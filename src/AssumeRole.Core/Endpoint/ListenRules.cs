using System.Net;
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

    /// <summary>Whether a client is on the list.</summary>
    public static bool Admits(IReadOnlyList<IPNetwork> clients, IPAddress client)
    {
        var address = client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client;
        foreach (var network in clients)
            if (network.Contains(address)) return true;
        return false;
    }
}
