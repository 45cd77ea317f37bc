using System.Globalization;
using System.Net;

namespace AssumeRole.Policies;

/// <summary>CIDR ranges as IAM takes them: an address alone is a range of one, and bits after the prefix are ignored.</summary>
internal static class IpAddressRange
{
    public static bool Contains(string range, string address)
    {
        var slash = range.IndexOf('/', StringComparison.Ordinal);
        if (Parse(slash < 0 ? range : range[..slash]) is not { } first || Parse(address) is not { } candidate) return false;
        var wanted = first.GetAddressBytes();
        var bytes = (candidate.IsIPv4MappedToIPv6 ? candidate.MapToIPv4() : candidate).GetAddressBytes();
        if (wanted.Length != bytes.Length) return false;

        var prefix = wanted.Length * 8;
        if (slash >= 0
            && !(int.TryParse(range.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix)
                && prefix <= wanted.Length * 8))
        {
            return false;
        }

        for (var index = 0; index < wanted.Length; index++)
        {
            var bits = Math.Clamp(prefix - (index * 8), 0, 8);
            var mask = (byte)(0xff << (8 - bits));
            if ((wanted[index] & mask) != (bytes[index] & mask)) return false;
        }

        return true;
    }

    /// <summary>Reads an address in its usual form; .NET would also take 10 for 0.0.0.10.</summary>
    private static IPAddress? Parse(string text)
    {
        const int dots = 3;
        var isUsual = text.Contains(':', StringComparison.Ordinal) || text.Count(character => character == '.') == dots;
        return isUsual && IPAddress.TryParse(text, out var address) ? address : null;
    }
}
