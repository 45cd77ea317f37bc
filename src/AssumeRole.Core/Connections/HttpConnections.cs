using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;

namespace AssumeRole.Connections;

/// <summary>
/// How a request reaches its host: past the proxy or through it, with certificates that are always checked, and without redirects,
/// because a request carries a session or a token that is meant for one host.
/// </summary>
internal sealed class HttpConnections : DelegatingHandler
{
    private readonly ConcurrentDictionary<string, TlsSession> sessions = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool isProxied;

    /// <param name="proxy">Null goes past every proxy.</param>
    /// <param name="bundle">The authorities to trust in place of the system's; null for the system's.</param>
    public HttpConnections(IWebProxy? proxy, CertificateBundle? bundle = null, TracedConnections? connections = null)
    {
        isProxied = proxy is not null;
        var handler = new SocketsHttpHandler
        {
            UseProxy = isProxied,
            Proxy = proxy,
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = (connections ?? new TracedConnections()).OpenAsync,
            PlaintextStreamFilter = NoteSession,
        };
        handler.SslOptions.RemoteCertificateValidationCallback = CertificateFault.Check;
        handler.SslOptions.CertificateChainPolicy = bundle?.CreatePolicy();
        InnerHandler = handler;
    }

    /// <inheritdoc/>
    /// <exception cref="Findings.AssumeRoleException">A row of FindingCatalogue.Connections: another attempt would end in the same way.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (isProxied || request.RequestUri!.Scheme == Uri.UriSchemeHttps) LeftOutCertificates.LeaveOut();
        var trace = request.Options.TryGetValue(ConnectionTrace.Key, out var carried) ? carried : null;
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException error) when (ConnectionFault.Explain(error, request.RequestUri!, trace) is { } fault)
        {
            throw fault;
        }

        if (isProxied && response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired)
        {
            response.Dispose();
            throw ConnectionFault.ProxyRefusal((int)HttpStatusCode.ProxyAuthenticationRequired, request.RequestUri!);
        }

        if (trace is { Tls: null } && sessions.TryGetValue(request.RequestUri!.Authority, out var session)) trace.Tls = session;
        return response;
    }

    /// <summary>Notes how a new connection is secured, and leaves it as it is.</summary>
    private ValueTask<Stream> NoteSession(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancellationToken)
    {
        if (context.PlaintextStream is SslStream tls
            && context.InitialRequestMessage is { RequestUri: { } address } request
            && request.Options.TryGetValue(ConnectionTrace.Key, out var trace))
        {
            trace.Tls = sessions[address.Authority] = TlsSession.Of(tls, trace.OpenFor);
        }

        return ValueTask.FromResult(context.PlaintextStream);
    }
}

/// <summary>How a connection is secured.</summary>
/// <param name="Issuer">The authority that issued the server's certificate, as a distinguished name; foreign text.</param>
/// <param name="Handshake">From the open connection to the end of the handshake; null if it was not measured.</param>
internal sealed record TlsSession(string Version, string Issuer, TimeSpan? Handshake)
{
    public static TlsSession Of(SslStream stream, TimeSpan? handshake) =>
        new(NameOf(stream.SslProtocol), stream.RemoteCertificate?.Issuer ?? string.Empty, handshake);

    public override string ToString() =>
        $"{Version}, certificate issued by {Issuer}{(Handshake is { } time ? $", handshake {time.TotalMilliseconds:0} ms" : string.Empty)}";

    private static string NameOf(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls12 => "TLS 1.2",
        SslProtocols.Tls13 => "TLS 1.3",
        _ => protocol.ToString(),
    };
}
