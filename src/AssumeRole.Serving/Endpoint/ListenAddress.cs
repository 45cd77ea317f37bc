using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AssumeRole.Findings;

namespace AssumeRole.Endpoint;

internal static class ListenAddress
{
    public static IPAddress Parse(string text) => Find(text) ?? throw FindingCatalogue.ListenRefused.Error(
        text,
        $"'{text}' is not an IP address.",
        cause: "A server listens on addresses, not on names.",
        remedy: "Write an address such as 127.0.0.1 or ::1.");

    /// <summary>Reads the clients that may connect: 172.17.0.2, 172.17.0.0/16 or the like in IPv6.</summary>
    public static IPNetwork ParseClients(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? text : text[..slash];
        var range = slash < 0 ? $"{text}/{(text.Contains(':', StringComparison.Ordinal) ? 128 : 32)}" : text;

        // .NET 8 refuses bits behind the prefix, .NET 10 drops them, and both take 10 for 0.0.0.10.
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

    /// <summary>The address, or null. IPAddress takes 10 for 0.0.0.10 and 010 for 8; people who read the text do not.</summary>
    public static IPAddress? Find(string text) =>
        IPAddress.TryParse(text, out var address)
        && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text)
            ? address
            : null;
}

/// <summary>The port of one role, on one address or, with null, on those of the server. Port 0 is any free one.</summary>
internal sealed record CredentialListener(IPAddress? Address, int Port)
{
    /// <summary>Whether it is one address of the machine: not all of them, and not those of the server.</summary>
    public bool IsOneAddress => Address is not null && !Address.Equals(IPAddress.Any) && !Address.Equals(IPAddress.IPv6Any);

    /// <summary>Reads ":9101", "127.0.0.1:9101" or "[::1]:9101"; null if the text is none of these.</summary>
    public static CredentialListener? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0
            || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > IPEndPoint.MaxPort)
        {
            return null;
        }

        if (colon == 0) return new CredentialListener(null, port);
        var isBracketed = text[0] == '[' && text[colon - 1] == ']';
        return ListenAddress.Find(isBracketed ? text[1..(colon - 1)] : text[..colon]) is { } address
            && isBracketed == (address.AddressFamily == AddressFamily.InterNetworkV6)
            ? new CredentialListener(address, port)
            : null;
    }

    public override string ToString() => Address is null
        ? string.Create(CultureInfo.InvariantCulture, $":{Port}")
        : new IPEndPoint(Address, Port).ToString();
}
