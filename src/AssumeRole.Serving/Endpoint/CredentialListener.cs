using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AssumeRole.Endpoint;

/// <summary>Where one role is served to whoever may connect: a port of its own.</summary>
/// <param name="Address">The address, or null for those of the server.</param>
/// <param name="Port">The port, 0 for any free one.</param>
internal sealed record CredentialListener(IPAddress? Address, int Port)
{
    /// <summary>Whether it is one address of the machine, neither all of them nor those of the server.</summary>
    internal bool IsOneAddress => Address is not null && !Address.Equals(IPAddress.Any) && !Address.Equals(IPAddress.IPv6Any);

    /// <summary>Reads ":9101", "127.0.0.1:9101" or "[::1]:9101"; null if it is none.</summary>
    public static CredentialListener? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.LastIndexOf(':');
        if (colon < 0
            || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > IPEndPoint.MaxPort)
        {
            return null;
        }

        if (colon == 0) return new CredentialListener(null, port);
        var isIPv6 = text[0] == '[' && text[colon - 1] == ']';
        var literal = isIPv6 ? text[1..(colon - 1)] : text[..colon];
        // .NET takes 10 for 0.0.0.10 and 010 for 8; whoever reads the text does not.
        return IPAddress.TryParse(literal, out var address)
            && (address.AddressFamily == AddressFamily.InterNetworkV6 ? isIPv6 : !isIPv6 && address.ToString() == literal)
            ? new CredentialListener(address, port)
            : null;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Address is null
        ? string.Create(CultureInfo.InvariantCulture, $":{Port}")
        : new IPEndPoint(Address, Port).ToString();
}
