using System.Net;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

/// <summary>
/// Whom a request may say that it is meant for. A web page can make a browser send requests to 127.0.0.1 under the page's own name
/// (DNS rebinding), and the Host header gives that away, as does a target in absolute form. The port is not looked at: it may have been
/// forwarded, and proves nothing.
/// </summary>
/// <param name="redirected">Hosts whose traffic may be redirected here.</param>
internal sealed class HostRule(params string[] redirected)
{
    /// <summary>What stands in the way, or null.</summary>
    public Refusal? Check(HttpRequest request)
    {
        var host = request.Headers["Host"];
        if (string.IsNullOrEmpty(host)) return Refusal.HostMissing;
        var local = request.LocalEndPoint?.Address;
        return IsOurs(host, local) && (request.TargetAuthority is not { } target || IsOurs(target, local)) ? null : Refusal.HostForeign;
    }

    private bool IsOurs(ReadOnlySpan<char> host, IPAddress? local)
    {
        var name = WithoutPort(host);
        if (name is "127.0.0.1" or "[::1]" || name.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return true;
        foreach (var other in redirected)
            if (name.SequenceEqual(other)) return true;
        return IsLocal(name, local);
    }

    private static ReadOnlySpan<char> WithoutPort(ReadOnlySpan<char> host)
    {
        var colon = host.LastIndexOf(':');
        var isPort = colon > 0 && colon > host.LastIndexOf(']') && !host[(colon + 1)..].ContainsAnyExceptInRange('0', '9');
        return isPort ? host[..colon] : host;
    }

    /// <summary>Whether it is the very address that the client connected to, as it is usually written.</summary>
    private static bool IsLocal(ReadOnlySpan<char> name, IPAddress? local)
    {
        if (local is null) return false;
        if (name is ['[', .., ']']) name = name[1..^1];
        Span<char> text = stackalloc char[65];
        return local.TryFormat(text, out var length) && name.Equals(text[..length], StringComparison.OrdinalIgnoreCase);
    }
}
