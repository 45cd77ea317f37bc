using System.Net;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

/// <summary>
/// Validates the Host header to block DNS rebinding: a web page can make a browser send requests to 127.0.0.1 under the page's own host
/// name. The host of a target in absolute form is checked too. The port is ignored: it may have been forwarded, and proves nothing.
/// </summary>
internal sealed class HostRule(params string[] redirected)
{
    public ErrorResponse? Check(HttpRequest request)
    {
        var host = request.Headers["Host"];
        if (string.IsNullOrEmpty(host)) return ErrorResponse.HostMissing;
        var local = request.LocalEndPoint?.Address;
        var isOurs = IsOurs(host, local) && (request.TargetAuthority is not { } target || IsOurs(target, local));
        return isOurs ? null : ErrorResponse.HostForeign;
    }

    private bool IsOurs(string host, IPAddress? local)
    {
        var name = WithoutPort(host);
        return name is "127.0.0.1" or "[::1]"
            || name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || redirected.Contains(name)
            || IsLocal(name, local);
    }

    private static string WithoutPort(string host)
    {
        var colon = host.LastIndexOf(':');
        var isPort = colon > 0 && colon > host.LastIndexOf(']') && !host.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9');
        return isPort ? host[..colon] : host;
    }

    /// <summary>Whether it is the address that the client connected to, in its usual spelling.</summary>
    private static bool IsLocal(string name, IPAddress? local)
    {
        var address = name is ['[', .., ']'] ? name[1..^1] : name;
        return local is not null && address.Equals(local.ToString(), StringComparison.OrdinalIgnoreCase);
    }
}
