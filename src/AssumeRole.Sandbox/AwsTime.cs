using System.Globalization;

namespace AssumeRole.Sandbox;

/// <summary>Times as AWS writes them.</summary>
internal static class AwsTime
{
    /// <summary>ISO 8601 in UTC, to the second.</summary>
    public static string Format(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
