using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using AssumeRole.Credentials;

namespace AssumeRole.Endpoint;

/// <summary>The kinds of events in a credential server's log.</summary>
public enum ServerEventKind
{
    /// <summary>A route is being served.</summary>
    Started,

    /// <summary>A session was served for the first time; later answers with the same session are not logged.</summary>
    Served,

    /// <summary>A request was refused.</summary>
    Refused,

    /// <summary>There was no session to serve. Logged once until there is one again.</summary>
    Unavailable,

    /// <summary>A session was renewed.</summary>
    Renewed,

    /// <summary>An attempt to renew a session failed.</summary>
    RenewalFailed,

    /// <summary>A request ran into a fault of this program.</summary>
    Faulted,

    /// <summary>A route is no longer served.</summary>
    Stopped,

    /// <summary>Lines of the log could not be written.</summary>
    Lost,
}

/// <summary>One line of a credential server's log. It holds no secret, no token and no random path.</summary>
internal sealed record ServerEvent(DateTimeOffset Time, ServerEventKind Kind)
{
    public string? Role { get; init; }

    public string? Route { get; init; }

    /// <summary>Scheme and host of the route's address; a random path is not logged.</summary>
    public string? Address { get; init; }

    public IPAddress? Client { get; init; }

    public int? Status { get; init; }

    /// <summary>The name of an error response, or the id of a finding.</summary>
    public string? Reason { get; init; }

    public string? Message { get; init; }

    public DateTime? Expiration { get; init; }

    /// <summary>How many refusals were not logged since the last that was.</summary>
    public int Suppressed { get; init; }

    /// <summary>How many lines of the log were lost since the last event of this kind.</summary>
    public int Count { get; init; }

    public static ServerEvent OfLoss(DateTimeOffset time, int count) => new(time, ServerEventKind.Lost) { Count = count };

    public static ServerEvent OfRenewal(DateTimeOffset time, string route, string role, RenewalEvent renewal) =>
        new(time, renewal.Failure is null ? ServerEventKind.Renewed : ServerEventKind.RenewalFailed)
        {
            Route = route,
            Role = role,
            Expiration = renewal.Expiration,
            Reason = renewal.Failure?.Id,
            Message = renewal.Failure?.ToString(),
        };

    /// <summary>The event as one line of JSON, without a line break; what does not apply is left out.</summary>
    public string ToJson()
    {
        var bytes = EndpointDocuments.Write(json =>
        {
            json.WriteString("time", Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("event", JsonNamingPolicy.CamelCase.ConvertName(Kind.ToString()));
            Write(json, "role", Role);
            Write(json, "route", Route);
            Write(json, "address", Address);
            Write(json, "client", Client?.ToString());
            if (Status is { } status) json.WriteNumber("status", status);
            Write(json, "reason", Reason);
            Write(json, "message", Message);
            Write(json, "expiration", Expiration is { } end ? SessionCredentials.FormatExpiration(end) : null);
            if (Suppressed > 0) json.WriteNumber("suppressed", Suppressed);
            if (Count > 0) json.WriteNumber("count", Count);
        });
        return PlainText.EscapeInJson(Encoding.UTF8.GetString(bytes));
    }

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }
}
