using System.Text.Json;
using AssumeRole.Http;
using AssumeRole.Sessions;

namespace AssumeRole.Endpoint;

/// <summary>
/// /healthz. Without a token it says whether all is well, with 200 or 503. With a route's token it says that route's role, state
/// and expiry too, and nothing of other routes.
/// </summary>
internal sealed class HealthReport(IReadOnlyList<CredentialRoute> routes, TimeProvider time)
{
    public HttpResponse Answer(CredentialRoute? shown)
    {
        var isWell = routes.All(route => StateOf(route) != SessionState.Unavailable);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("status", isWell ? "ok" : "failing");
            if (shown is not null) Write(json, shown);
            json.WriteEndObject();
        }

        return new HttpResponse(isWell ? 200 : 503, buffer.ToArray(), new HttpHeader("Content-Type", "application/json"));
    }

    private void Write(Utf8JsonWriter json, CredentialRoute route)
    {
        json.WriteStartArray("roles");
        json.WriteStartObject();
        json.WriteString("role", route.RoleName);
        json.WriteString("state", JsonNamingPolicy.CamelCase.ConvertName(StateOf(route).ToString()));
        if (route.Session.Latest is { } session) json.WriteString("expiration", SessionVariables.FormatExpiration(session.Expiration));
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>How a session stands at a time.</summary>
    public static SessionState StateOf(IRenewedSession renewed, DateTimeOffset now)
    {
        var isGood = renewed.Latest is { } session && session.Expiration > now.UtcDateTime;
        if (renewed.LastFailure is null) return isGood ? SessionState.Good : SessionState.Idle;
        return isGood ? SessionState.Failing : SessionState.Unavailable;
    }

    private SessionState StateOf(CredentialRoute route) => StateOf(route.Session, time.GetUtcNow());
}
