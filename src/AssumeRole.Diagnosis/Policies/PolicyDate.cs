using System.Globalization;
using System.Text.RegularExpressions;

namespace AssumeRole.Policies;

/// <summary>Dates of policies: seconds of the Unix epoch, or ISO 8601 in its extended form with calendar, ordinal and week dates. A date
/// without an offset is UTC (IAM guide, "condition operators", date).</summary>
internal static partial class PolicyDate
{
    // Beyond year 9999 .NET has no date, and IAM's comparison with the time of a call does not change.
    private const long Latest = 253_402_300_799;

    public static DateTimeOffset? Parse(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
            return DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, -62_135_596_800, Latest));
        if (Form().Match(text) is not { Success: true } match || ReadDay(match.Groups) is not { } day) return null;
        var time = new TimeSpan(Number(match.Groups["hour"]), Number(match.Groups["minute"]), Number(match.Groups["second"]));
        if (ReadFraction(match) is not { } fraction) return null;
        try
        {
            return new DateTimeOffset(day + time + fraction - ReadOffset(match.Groups), TimeSpan.Zero);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static DateTime? ReadDay(GroupCollection groups)
    {
        var year = Number(groups["year"]);
        if (year == 0) return null;
        var first = new DateTime(year, 1, 1);
        if (groups["ordinal"].Success)
        {
            var ordinal = Number(groups["ordinal"]);
            return ordinal >= 1 && ordinal <= (DateTime.IsLeapYear(year) ? 366 : 365) ? first.AddDays(ordinal - 1) : null;
        }

        if (groups["week"].Success)
        {
            var (week, weekday) = (Number(groups["week"]), Number(groups["weekday"], 1));
            var isWeek = week >= 1 && week <= ISOWeek.GetWeeksInYear(year) && weekday is >= 1 and <= 7;
            return isWeek ? ISOWeek.ToDateTime(year, week, (DayOfWeek)(weekday % 7)) : null;
        }

        var (month, day) = (Number(groups["month"], 1), Number(groups["day"], 1));
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateTime(year, month, day) : null;
    }

    /// <summary>The decimals belong to the last part that was written: hours, minutes or seconds.</summary>
    private static TimeSpan? ReadFraction(Match match)
    {
        if (!match.Groups["fraction"].Success) return TimeSpan.Zero;
        var part = double.Parse($"0.{match.Groups["fraction"].Value}", CultureInfo.InvariantCulture);
        if (match.Groups["second"].Success) return TimeSpan.FromSeconds(part);
        return match.Groups["minute"].Success ? TimeSpan.FromMinutes(part) : TimeSpan.FromHours(part);
    }

    private static TimeSpan ReadOffset(GroupCollection groups)
    {
        var offset = new TimeSpan(Number(groups["offsetHour"]), Number(groups["offsetMinute"]), 0);
        return groups["sign"].Value == "-" ? -offset : offset;
    }

    private static int Number(Group group, int otherwise = 0) =>
        group.Success ? int.Parse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture) : otherwise;

    [GeneratedRegex(
        "^(?<year>[0-9]{4})(-(?<ordinal>[0-9]{3})|-W(?<week>[0-9]{2})(-(?<weekday>[0-9]))?|-(?<month>[0-9]{2})(-(?<day>[0-9]{2}))?)?"
        + "(T(?<hour>[01][0-9]|2[0-3])(:(?<minute>[0-5][0-9])(:(?<second>[0-5][0-9]))?)?([.,](?<fraction>[0-9]{1,9}))?"
        + "([Zz]|(?<sign>[+-])(?<offsetHour>[01][0-9]|2[0-3])(:?(?<offsetMinute>[0-5][0-9]))?)?)?\\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
