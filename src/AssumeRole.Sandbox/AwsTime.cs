using System.Globalization;

namespace AssumeRole.Sandbox;

/// <summary>Times as AWS writes them.</summary>
internal static class AwsTime
{
    private const string Basic = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>ISO 8601 in UTC, to the second.</summary>
    public static string Format(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The basic format of ISO 8601, as signatures have it.</summary>
    public static string FormatBasic(DateTimeOffset moment) => moment.UtcDateTime.ToString(Basic, CultureInfo.InvariantCulture);

    /// <summary>Reads the basic format, or the form of an HTTP Date header; null if it is neither.</summary>
    public static DateTimeOffset? ParseBasic(string text) => DateTimeOffset.TryParseExact(
        text, [Basic, "r"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
        ? moment
        : null;
}
