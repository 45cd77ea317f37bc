using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using AssumeRole.Findings;

namespace AssumeRole.Connections;

/// <summary>Makes a finding of a failed connection that would fail in the same way again; of others, which a retry may mend, it makes none.</summary>
internal static partial class ConnectionFault
{
    private const int ProxyAuthentication = 407;

    public static AssumeRoleException? Explain(HttpRequestException error, Uri address, ConnectionTrace? trace)
    {
        if (Find<AssumeRoleException>(error) is { } known) return known;
        if (Find<CertificateFault>(error) is { } fault) return fault.Kind.Error(HostOf(address), fault.Message, inner: error);
        return error.HttpRequestError switch
        {
            HttpRequestError.ProxyTunnelError when StatusOf(error) is >= 400 and < 500 and not 408 and not 429 and var status => ProxyRefusal(status, address),
            HttpRequestError.SecureConnectionError when trace is { IsPlainHttp: true } =>
                FindingCatalogue.TlsNotSpoken.Error(HostOf(address), $"{HostOf(address)} answered a TLS handshake in plain HTTP.", inner: error),
            // A connection that breaks in the handshake is a matter of the network.
            HttpRequestError.SecureConnectionError when Find<AuthenticationException>(error) is { } refusal
                && Find<IOException>(error) is null && Find<SocketException>(error) is null =>
                FindingCatalogue.TlsRefused.Error(HostOf(address), $"{HostOf(address)}: {Innermost(refusal)}", inner: error),
            _ => null,
        };
    }

    public static AssumeRoleException ProxyRefusal(int status, Uri address)
    {
        var row = status == ProxyAuthentication ? FindingCatalogue.ProxyAuthenticationRequired : FindingCatalogue.ProxyRefused;
        var proxy = new EnvironmentProxy().GetProxy(address);
        var seen = proxy is null ? "A proxy" : $"The proxy {proxy.Scheme}://{proxy.Authority}";
        return row.Error(HostOf(address), $"{seen} answered {status} to a request for {HostOf(address)}.");
    }

    public static string Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error.Message;

    private static string HostOf(Uri address) => address.Authority;

    /// <summary>The status that a proxy gave CONNECT. .NET 8 has it in the message alone.</summary>
    private static int? StatusOf(HttpRequestException error) =>
        error.StatusCode is { } known ? (int)known
        : StatusPattern().Match(error.Message) is { Success: true } match ? int.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture)
        : null;

    private static T? Find<T>(Exception? error)
        where T : Exception =>
        error is null ? null : error as T ?? Find<T>(error.InnerException);

    [GeneratedRegex(@"\b[1-5]\d\d\b(?=\D*\z)", RegexOptions.CultureInvariant)]
    private static partial Regex StatusPattern();
}
