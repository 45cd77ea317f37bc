using System.Net;

namespace AssumeRole.Checks;

/// <summary>The list in NO_PROXY.</summary>
internal static class ProxyExceptions
{
    /// <summary>Whether an address is spared the proxy: by itself, by *, or by a range that some programs read (Python, Go).</summary>
    public static bool Cover(string list, string host)
    {
        foreach (var entry in list.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            var name = entry.Trim('[', ']');
            if (name == "*" || name.Equals(host, StringComparison.OrdinalIgnoreCase)) return true;
            if (entry.Contains('/', StringComparison.Ordinal) && IPNetwork.TryParse(entry, out var range)
                && IPAddress.TryParse(host, out var address) && range.Contains(address))
                return true;
        }

        return false;
    }
}
