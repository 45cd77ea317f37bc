using System.Globalization;
using AssumeRole.Credentials;

namespace AssumeRole.Sandbox.Protocol;

/// <summary>Times as AWS writes them.</summary>
internal static class AwsTime
{
    private const string Basic = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>ISO 8601 in UTC, in whole seconds.</summary>
    public static string Format(DateTimeOffset moment) => SessionCredentials.FormatExpiration(moment.UtcDateTime);

    /// <summary>The basic format of ISO 8601, as in signatures.</summary>
    public static string FormatBasic(DateTimeOffset moment) => moment.UtcDateTime.ToString(Basic, CultureInfo.InvariantCulture);

    /// <summary>Reads the basic format or an HTTP date. Returns null for anything else.</summary>
    public static DateTimeOffset? ParseBasic(string text) => DateTimeOffset.TryParseExact(
        text, [Basic, "r"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}
