using System.Net;
using AssumeRole.Findings;

namespace AssumeRole.Endpoint;

/// <summary>How a client that may connect is written: an address, or a range of addresses.</summary>
internal static class ClientNetwork
{
    /// <summary>Reads 172.17.0.2, 172.17.0.0/16 or their like in IPv6.</summary>
    /// <param name="text">The address or the range.</param>
    /// <exception cref="AssumeRoleException">ListenRefused.</exception>
    public static IPNetwork Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? text : text[..slash];
        var range = slash < 0 ? $"{text}/{(text.Contains(':', StringComparison.Ordinal) ? 128 : 32)}" : text;

        // .NET 8 refuses bits behind the prefix and .NET 10 drops them; and both take 10 for 0.0.0.10.
        if (IPNetwork.TryParse(range, out var network)
            && string.Equals(network.BaseAddress.ToString(), address, StringComparison.OrdinalIgnoreCase))
        {
            return network;
        }

        throw FindingCatalogue.ListenRefused.Error(
            text,
            $"'{text}' is neither.",
            cause: "A client that may connect is an address or a range of addresses.",
            remedy: "Write 172.17.0.2 or 172.17.0.0/16, with no bit set behind the prefix.");
    }
}
