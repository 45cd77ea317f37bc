using System.Text.Json;
using AssumeRole.Credentials;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

/// <summary>The state of a route's session.</summary>
public enum SessionState
{
    /// <summary>There is none, because no client asked for it lately.</summary>
    Idle,

    /// <summary>It is good.</summary>
    Good,

    /// <summary>It is good, but its renewal has failed so far.</summary>
    Failing,

    /// <summary>There is none, because the role could not be assumed.</summary>
    Unavailable,
}

/// <summary>
/// /healthz. Without a token it answers 200 or 503 for all routes together. With a route's token it adds that route's role, state
/// and expiry, and nothing of other routes.
/// </summary>
internal sealed class HealthReport(IReadOnlyList<CredentialRoute> routes, TimeProvider time)
{
    public const string Path = "/healthz";

    public static SessionState StateOf(IRefreshingSession refreshing, DateTimeOffset now)
    {
        var isGood = refreshing.Latest is { } session && session.Expiration > now.UtcDateTime;
        if (refreshing.LastFailure is null) return isGood ? SessionState.Good : SessionState.Idle;
        return isGood ? SessionState.Failing : SessionState.Unavailable;
    }

    public HttpResponse Answer(CredentialRoute? shown)
    {
        var isWell = routes.All(route => StateOf(route) != SessionState.Unavailable);
        var document = EndpointDocuments.Write(json =>
        {
            json.WriteString("status", isWell ? "ok" : "failing");
            if (shown is not null) Write(json, shown);
        });
        return new HttpResponse(isWell ? 200 : 503, document, new HttpHeader("Content-Type", "application/json"));
    }

    private SessionState StateOf(CredentialRoute route) => StateOf(route.Session, time.GetUtcNow());

    private void Write(Utf8JsonWriter json, CredentialRoute route)
    {
        json.WriteStartArray("roles");
        json.WriteStartObject();
        json.WriteString("role", route.RoleName);
        json.WriteString("state", JsonNamingPolicy.CamelCase.ConvertName(StateOf(route).ToString()));
        if (route.Session.Latest is { } session) json.WriteString("expiration", SessionCredentials.FormatExpiration(session.Expiration));
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
