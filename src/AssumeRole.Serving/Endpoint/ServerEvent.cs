using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AssumeRole.Sessions;

namespace AssumeRole.Endpoint;

/// <summary>One line of a credential server's log. It holds no secret, no token and no random path.</summary>
/// <param name="Time">When.</param>
/// <param name="Kind">What happened.</param>
internal sealed record ServerEvent(DateTimeOffset Time, ServerEventKind Kind)
{
    // Sentences keep their apostrophes; a log is no web page.
    private static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The role's name.</summary>
    public string? Role { get; init; }

    /// <summary>The route's name.</summary>
    public string? Route { get; init; }

    /// <summary>Where the route is served, scheme and host.</summary>
    public string? Address { get; init; }

    /// <summary>The client's address.</summary>
    public IPAddress? Client { get; init; }

    /// <summary>The status of the answer.</summary>
    public int? Status { get; init; }

    /// <summary>Why: the name of a refusal, or the id of a finding.</summary>
    public string? Reason { get; init; }

    /// <summary>Why, in words.</summary>
    public string? Message { get; init; }

    /// <summary>When the session ends.</summary>
    public DateTime? Expiration { get; init; }

    /// <summary>How many refusals went by unlogged since the last that was.</summary>
    public int Suppressed { get; init; }

    /// <summary>How many lines of the log were lost since the last time that this was told.</summary>
    public int Count { get; init; }

    /// <summary>The event of lines that the log lost.</summary>
    /// <param name="time">When.</param>
    /// <param name="count">How many.</param>
    public static ServerEvent OfLoss(DateTimeOffset time, int count) => new(time, ServerEventKind.Lost) { Count = count };

    /// <summary>The event of an attempt to renew a route's session.</summary>
    /// <param name="time">When.</param>
    /// <param name="route">The route's name.</param>
    /// <param name="role">The role's name.</param>
    /// <param name="renewal">What became of it.</param>
    public static ServerEvent OfRenewal(DateTimeOffset time, string route, string role, RenewalEvent renewal)
    {
        ArgumentNullException.ThrowIfNull(renewal);
        return new ServerEvent(time, renewal.Failure is null ? ServerEventKind.Renewed : ServerEventKind.RenewalFailed)
        {
            Route = route,
            Role = role,
            Expiration = renewal.Expiration,
            Reason = renewal.Failure?.Id,
            Message = renewal.Failure?.ToString(),
        };
    }

    /// <summary>The event as one line of JSON, without a line break; what does not apply is left out.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Layout))
        {
            json.WriteStartObject();
            json.WriteString("time", Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("event", JsonNamingPolicy.CamelCase.ConvertName(Kind.ToString()));
            Write(json, "role", Role);
            Write(json, "route", Route);
            Write(json, "address", Address);
            Write(json, "client", Client?.ToString());
            if (Status is { } status) json.WriteNumber("status", status);
            Write(json, "reason", Reason);
            Write(json, "message", Message);
            Write(json, "expiration", Expiration is { } end ? SessionVariables.FormatExpiration(end) : null);
            if (Suppressed > 0) json.WriteNumber("suppressed", Suppressed);
            if (Count > 0) json.WriteNumber("count", Count);
            json.WriteEndObject();
        }

        return PlainText.EscapeInJson(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }
}
