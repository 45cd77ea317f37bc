using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AssumeRole.Credentials;
using AssumeRole.Cryptography;
using AssumeRole.Findings;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

/// <summary>
/// Serves all container routes of a server on one port (AWS SDK reference, "Container credential provider"): the path selects the role,
/// the token gives access to it.
/// </summary>
internal sealed class ContainerDialect(IReadOnlyList<ContainerRoute> routes, ErrorResponder errors, TimeProvider time)
{
    private static readonly HttpHeader Json = new("Content-Type", "application/json");
    private readonly Dictionary<string, ContainerRoute> byPath = routes.ToDictionary(route => route.Path, StringComparer.Ordinal);
    private readonly HealthReport health = new([.. routes.Select(route => route.Route)], time);
    private readonly HostRule host = new();

    public static HttpResponse Answer(SessionCredentials session) =>
        new(200, EndpointDocuments.ContainerCredentials(session), Json);

    /// <summary>
    /// 503 for every cause: SDKs try again shortly after any 5xx and then show the response. The SDK for .NET shows its users the reason
    /// phrase only, so that it names the finding.
    /// </summary>
    public static HttpResponse Explain(Finding finding) =>
        new(503, EndpointDocuments.Error(finding.Id, finding.ToString()), Json) { ReasonPhrase = finding.Id };

    public ValueTask<HttpResponse> HandleAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (host.Check(request) is { } error) return Respond(error, request, null);
        var isRead = request.Method is "GET" or "HEAD";
        var token = request.Headers["Authorization"];
        if (!byPath.TryGetValue(request.Path, out var route))
        {
            if (request.Path != HealthReport.Path) return Respond(ErrorResponse.PathUnknown, request, null);
            return isRead ? new(health.Answer(FindRoute(token))) : Respond(ErrorResponse.MethodRefused, request, null);
        }

        if (!isRead) return Respond(ErrorResponse.MethodRefused, request, route.Route);
        if (string.IsNullOrEmpty(token)) return Respond(ErrorResponse.TokenMissing, request, route.Route);
        return route.Token.Matches(token)
            ? route.Answers.GetAsync(request, cancellationToken)
            : Respond(ErrorResponse.TokenWrong, request, route.Route);
    }

    /// <summary>The route that a token opens. Every token is compared, so that the time says nothing about a match.</summary>
    private CredentialRoute? FindRoute(string? token)
    {
        CredentialRoute? found = null;
        foreach (var route in routes)
            if (route.Token.Matches(token)) found = route.Route;
        return found;
    }

    private ValueTask<HttpResponse> Respond(ErrorResponse error, HttpRequest request, CredentialRoute? route) =>
        new(errors.Respond(error, request, route));
}

internal sealed record ContainerRoute(CredentialRoute Route, string Path, RouteToken Token, RouteAnswers Answers)
{
    public static ContainerRoute Create(CredentialRoute route, Action<ServerEvent>? log, TimeProvider time)
    {
        var answers = new RouteAnswers(
            route, (session, _) => ContainerDialect.Answer(session), (finding, _) => ContainerDialect.Explain(finding), log, time);
        return new ContainerRoute(route, route.Path ?? RouteToken.RandomPath(), new RouteToken(), answers);
    }
}

/// <summary>The token of one container route: 256 random bits.</summary>
internal sealed class RouteToken
{
    private const int TokenBytes = 32;
    private const int PathBytes = 16;
    private readonly string text = RandomText(TokenBytes);

    public Secret ToSecret() => new(text);

    /// <summary>Compares in constant time: all tokens have one length, and texts of equal length are compared to the end.</summary>
    public bool Matches(string? given) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(given.AsSpan()), MemoryMarshal.AsBytes(text.AsSpan()));

    public static string RandomPath() => "/" + RandomText(PathBytes);

    private static string RandomText(int bytes) =>
        Convert.ToBase64String(RandomBytes.Create(bytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
