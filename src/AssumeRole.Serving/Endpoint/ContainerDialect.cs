using System.Collections.Frozen;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

/// <summary>Serves all container routes of a server on one port: the path says which role, the token whether it may be had.</summary>
internal sealed class ContainerDialect(IReadOnlyList<ContainerRoute> routes, RefusalDesk desk, TimeProvider time)
{
    /// <summary>Where the server says how it is.</summary>
    public const string HealthPath = "/healthz";

    private readonly FrozenDictionary<string, ContainerRoute> byPath = routes.ToFrozenDictionary(route => route.Path, StringComparer.Ordinal);
    private readonly HealthReport health = new([.. routes.Select(route => route.Route)], time);
    private readonly HostRule host = new();

    public ValueTask<HttpResponse> HandleAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (host.Check(request) is { } refusal) return Refuse(refusal, request, null);
        var isRead = request.Method is "GET" or "HEAD";
        var token = request.Headers["Authorization"];
        if (!byPath.TryGetValue(request.Path, out var route))
        {
            if (request.Path != HealthPath) return Refuse(Refusal.PathUnknown, request, null);
            return isRead ? new ValueTask<HttpResponse>(health.Answer(FindRoute(token))) : Refuse(Refusal.MethodRefused, request, null);
        }

        if (!isRead) return Refuse(Refusal.MethodRefused, request, route.Route);
        if (string.IsNullOrEmpty(token)) return Refuse(Refusal.TokenMissing, request, route.Route);
        return route.Token.Matches(token)
            ? route.Answers.GetAsync(request, cancellationToken)
            : Refuse(Refusal.TokenWrong, request, route.Route);
    }

    /// <summary>The route that a token opens; every one is compared, so that the time says nothing.</summary>
    private CredentialRoute? FindRoute(string? token)
    {
        CredentialRoute? found = null;
        foreach (var route in routes)
            if (route.Token.Matches(token)) found = route.Route;
        return found;
    }

    private ValueTask<HttpResponse> Refuse(Refusal refusal, HttpRequest request, CredentialRoute? route) =>
        new(desk.Refuse(refusal, request, route));
}
