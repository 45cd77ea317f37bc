using System.Globalization;
using System.Text;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

/// <summary>
/// Serves one role on one port as the instance metadata service of EC2 would, version 2 only (EC2 guide, "Use IMDSv2"): whoever may
/// connect to the port gets the role.
/// </summary>
internal sealed class MetadataDialect(
    CredentialRoute route, MetadataTree tree, MetadataPassThrough? passThrough, RefusalDesk desk, TimeProvider time)
{
    private const string TokenPath = "/latest/api/token";
    private const string TokenHeader = "X-aws-ec2-metadata-token";
    private const string LifetimeHeader = "X-aws-ec2-metadata-token-ttl-seconds";
    private const int LongestLifetime = 21600;

    private readonly MetadataTokens tokens = new(time);
    private readonly HealthReport health = new([route], time);

    // Traffic for these is what a firewall rule redirects here.
    private readonly HostRule host = new("169.254.169.254", "[fd00:ec2::254]");

    public ValueTask<HttpResponse> HandleAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (host.Check(request) is { } refusal) return Refuse(refusal, request);

        // EC2 refuses it for a PUT: an open proxy on the machine must give no token away. Here it gets nothing else either.
        if (request.Headers.Contains("X-Forwarded-For")) return Refuse(Refusal.Forwarded, request);
        return request.Method switch
        {
            "PUT" => PutToken(request),
            "GET" or "HEAD" => Get(request, cancellationToken),
            _ => Refuse(Refusal.MetadataMethodRefused, request),
        };
    }

    private ValueTask<HttpResponse> PutToken(HttpRequest request)
    {
        if (request.Path != TokenPath) return Refuse(Refusal.TokenPathWrong, request);
        if (!int.TryParse(request.Headers[LifetimeHeader], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds is < 1 or > LongestLifetime)
        {
            return Refuse(Refusal.TokenLifetimeInvalid, request);
        }

        return new(new HttpResponse(
            200,
            Encoding.ASCII.GetBytes(tokens.Issue(TimeSpan.FromSeconds(seconds))),
            new HttpHeader("Content-Type", "text/plain"),
            new HttpHeader("Server", "EC2ws"),
            new HttpHeader(LifetimeHeader, seconds.ToString(CultureInfo.InvariantCulture))));
    }

    private ValueTask<HttpResponse> Get(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Headers.CountOf(TokenHeader) > 1) return Refuse(Refusal.TokenRepeated, request);
        var token = request.Headers[TokenHeader];
        var isValid = tokens.IsValid(token);
        if (request.Path == ContainerDialect.HealthPath) return new(health.Answer(isValid ? route : null));
        if (!isValid) return Refuse(string.IsNullOrEmpty(token) ? Refusal.MetadataTokenMissing : Refusal.MetadataTokenWrong, request);

        if (MetadataPath.Parse(request.Path) is not { } path)
        {
            // A role's name may hold + = , @, and some clients encode them. Of encoded paths only this one document's is known.
            return MetadataPath.Parse(Uri.UnescapeDataString(request.Path)) is { } decoded && tree.FindDocument(decoded.Rest) is { } own
                ? own.GetAsync(request, cancellationToken)
                : Refuse(Refusal.PathUnknown, request);
        }

        if (tree.FindDocument(path.Rest) is { } document) return document.GetAsync(request, cancellationToken);
        if (tree.FindText(path.Rest) is { } text) return new(text);

        // Never passed through: the real service would answer with the worker's own credentials.
        if (path.IsCredentials) return Refuse(Refusal.PathUnknown, request);
        return passThrough is null
            ? new(tree.List(path.Rest) ?? Refusal.PathUnknown.Response)
            : new(passThrough.GetAsync(path, cancellationToken));
    }

    private ValueTask<HttpResponse> Refuse(Refusal refusal, HttpRequest request) => new(desk.Refuse(refusal, request, route));
}
