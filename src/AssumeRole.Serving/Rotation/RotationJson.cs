using System.Text;
using System.Text.Json;
using AssumeRole.Credentials;

namespace AssumeRole.Rotation;

/// <summary>Results as JSON on one line, for logs and for programs.</summary>
public static class RotationJson
{
    /// <summary>One account's result.</summary>
    public static string Line(RotationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return Write(json => Write(json, result));
    }

    /// <summary>A run's counts, as a function answers them.</summary>
    public static string Line(RotationSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return Write(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("total", summary.Total);
            json.WriteNumber("rotated", summary.Rotated);
            json.WriteNumber("kept", summary.Kept);
            json.WriteNumber("failed", summary.Failed);
            json.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter json, RotationResult result)
    {
        json.WriteStartObject();
        json.WriteString("team", result.Team);
        json.WriteString("account", result.Account);
        json.WriteString("roleArn", result.RoleArn);
        json.WriteString("path", result.Path);
        json.WriteString("status", result.Status.ToString());
        if (result.Expiration is { } expiration) json.WriteString("expiration", SessionCredentials.FormatExpiration(expiration));
        json.WriteBoolean("changed", result.Changed);
        foreach (var (name, value) in new[]
        {
            ("findingId", result.FindingId), ("cause", result.Cause), ("evidence", result.Evidence), ("remedy", result.Remedy),
        })
            if (value.Length > 0) json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) write(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
