using System.Globalization;
using System.Text.RegularExpressions;

namespace AssumeRole.Chains;

/// <summary>How far this machine's clock is from STS's; more than zero if it is ahead.</summary>
internal static partial class ClockDifference
{
    /// <summary>From what difference on a clock is worth a warning. STS refuses signatures from 15 minutes on.</summary>
    public static readonly TimeSpan Noteworthy = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Reads it from STS's refusal: "Signature expired: signed is now earlier than limit (now - 15 min.)" or "Signature not yet
    /// current: signed is still later than limit (now + 15 min.)".
    /// </summary>
    public static TimeSpan? Read(string message)
    {
        var match = Pattern().Match(message);
        return match.Success && Parse(match.Groups["signed"].Value) is { } signed && Parse(match.Groups["now"].Value) is { } now
            ? signed - now
            : null;
    }

    /// <summary>The difference in words: "5 h 7 min behind".</summary>
    public static string Describe(TimeSpan ahead)
    {
        var size = ahead.Duration();
        var text = size.TotalMinutes < 1 ? $"{(int)size.TotalSeconds} s"
            : size.TotalHours < 1 ? $"{(int)size.TotalMinutes} min {size.Seconds} s"
            : size.TotalDays < 1 ? $"{(int)size.TotalHours} h {size.Minutes} min"
            : $"{(int)size.TotalDays} d {size.Hours} h";
        return $"{text} {(ahead < TimeSpan.Zero ? "behind" : "ahead")}";
    }

    private static DateTimeOffset? Parse(string text) => DateTimeOffset.TryParseExact(
        text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time
        : null;

    [GeneratedRegex(@"(?<signed>\d{8}T\d{6}Z).{1,40}\d{8}T\d{6}Z \((?<now>\d{8}T\d{6}Z) [-+] ", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
