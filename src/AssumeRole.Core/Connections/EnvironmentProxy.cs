using System.Net;

namespace AssumeRole.Connections;

/// <summary>
/// The proxy of the environment, with NO_PROXY as curl and the AWS CLI read it. .NET reads neither * nor a suffix without a dot before it,
/// and no range of addresses.
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy
{
    public ICredentials? Credentials
    {
        get => HttpClient.DefaultProxy.Credentials;
        set => throw new NotSupportedException();
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : HttpClient.DefaultProxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => IsExempt(host, Exemptions()) || HttpClient.DefaultProxy.IsBypassed(host);

    /// <summary>Whether a value of NO_PROXY names the host: all (*), the host, a domain above it, or a range of addresses (CIDR).</summary>
    internal static bool IsExempt(Uri address, string? exemptions)
    {
        if (string.IsNullOrWhiteSpace(exemptions)) return false;
        if (exemptions.Trim() == "*") return true;
        var host = address.IdnHost.TrimEnd('.');
        var ip = IPAddress.TryParse(host, out var parsed) ? parsed : null;
        return exemptions
            .Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
            .Any(entry => IsNamed(entry.Trim('.'), host, ip, address.Port));
    }

    private static bool IsNamed(string entry, string host, IPAddress? ip, int port)
    {
        if (ip is not null && IPNetwork.TryParse(entry, out var network)) return network.Contains(ip);
        if (ip is not null && IPAddress.TryParse(entry, out var same)) return same.Equals(ip);
        // The AWS CLI takes host:port, too.
        if (entry.EndsWith($":{port}", StringComparison.Ordinal)) entry = entry[..^$":{port}".Length];
        return entry.Length > 0
            && host.EndsWith(entry, StringComparison.OrdinalIgnoreCase)
            && (host.Length == entry.Length || (ip is null && host[^(entry.Length + 1)] == '.'));
    }

    private static string? Exemptions() =>
        Environment.GetEnvironmentVariable("no_proxy") ?? Environment.GetEnvironmentVariable("NO_PROXY");
}
