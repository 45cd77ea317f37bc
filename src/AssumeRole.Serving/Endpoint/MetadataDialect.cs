using System.Globalization;
using System.Text;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

/// <summary>The wire names of IMDSv2 (EC2 guide, "Use IMDSv2"), for every metadata service of this program.</summary>
internal static class MetadataProtocol
{
    public const string TokenPath = "/latest/api/token";
    public const string TokenHeader = "X-aws-ec2-metadata-token";
    public const string LifetimeHeader = "X-aws-ec2-metadata-token-ttl-seconds";
    public const int LongestLifetimeSeconds = 21600;

    public static HttpHeader Server { get; } = new("Server", "EC2ws");

    /// <summary>The hosts whose traffic a firewall rule may redirect to a metadata service of this program.</summary>
    public static string[] Hosts { get; } = ["169.254.169.254", "[fd00:ec2::254]"];

    /// <summary>The lifetime that a request for a token names, in seconds; null if it names none that EC2 would accept.</summary>
    public static int? ReadLifetime(HttpRequest request) =>
        int.TryParse(request.Headers[LifetimeHeader], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds is >= 1 and <= LongestLifetimeSeconds
            ? seconds
            : null;

    public static HttpResponse TokenResponse(string token, int seconds) => new(
        200,
        Encoding.ASCII.GetBytes(token),
        new HttpHeader("Content-Type", "text/plain"),
        Server,
        new HttpHeader(LifetimeHeader, seconds.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>
/// Serves one role on one port as the instance metadata service of EC2 would, version 2 only. Every client that may connect to the port
/// gets the role.
/// </summary>
internal sealed class MetadataDialect(
    CredentialRoute route, MetadataTree tree, MetadataPassThrough? passThrough, ErrorResponder errors, TimeProvider time)
{
    private readonly MetadataTokens tokens = new(time);
    private readonly HealthReport health = new([route], time);
    private readonly HostRule host = new(MetadataProtocol.Hosts);

    public ValueTask<HttpResponse> HandleAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (host.Check(request) is { } error) return Respond(error, request);

        // EC2 refuses it for a PUT: an open proxy on the machine must give no token away. Here such a request gets nothing at all.
        if (request.Headers.Contains("X-Forwarded-For")) return Respond(ErrorResponse.Forwarded, request);
        return request.Method switch
        {
            "PUT" => PutToken(request),
            "GET" or "HEAD" => Get(request, cancellationToken),
            _ => Respond(ErrorResponse.MetadataMethodRefused, request),
        };
    }

    private ValueTask<HttpResponse> PutToken(HttpRequest request)
    {
        if (request.Path != MetadataProtocol.TokenPath) return Respond(ErrorResponse.TokenPathWrong, request);
        return MetadataProtocol.ReadLifetime(request) is { } seconds
            ? new(MetadataProtocol.TokenResponse(tokens.Issue(TimeSpan.FromSeconds(seconds)), seconds))
            : Respond(ErrorResponse.TokenLifetimeInvalid, request);
    }

    private ValueTask<HttpResponse> Get(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Headers.CountOf(MetadataProtocol.TokenHeader) > 1) return Respond(ErrorResponse.TokenRepeated, request);
        var token = request.Headers[MetadataProtocol.TokenHeader];
        var isValid = tokens.IsValid(token);
        if (request.Path == HealthReport.Path) return new(health.Answer(isValid ? route : null));
        if (!isValid)
            return Respond(string.IsNullOrEmpty(token) ? ErrorResponse.MetadataTokenMissing : ErrorResponse.MetadataTokenWrong, request);

        if (MetadataPath.Parse(request.Path) is not { } path)
        {
            // A role's name may hold + = , @, and some clients encode them. Of encoded paths only this one document's is known.
            return MetadataPath.Parse(Uri.UnescapeDataString(request.Path)) is { } decoded && tree.FindDocument(decoded.Rest) is { } own
                ? own.GetAsync(request, cancellationToken)
                : Respond(ErrorResponse.PathUnknown, request);
        }

        if (tree.FindDocument(path.Rest) is { } document) return document.GetAsync(request, cancellationToken);
        if (tree.FindText(path.Rest) is { } text) return new(text);

        // Never passed through: the real service would answer with the worker's own credentials.
        if (path.IsCredentials) return Respond(ErrorResponse.PathUnknown, request);
        return passThrough is null
            ? new(tree.List(path.Rest) ?? ErrorResponse.PathUnknown.Response)
            : new(passThrough.GetAsync(path, cancellationToken));
    }

    private ValueTask<HttpResponse> Respond(ErrorResponse error, HttpRequest request) => new(errors.Respond(error, request, route));
}
