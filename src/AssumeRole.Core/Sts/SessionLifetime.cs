namespace AssumeRole.Sts;

/// <summary>How long a session can last (STS API reference: AssumeRole up to 12 hours, GetSessionToken and GetFederationToken up to 36).</summary>
public static class SessionLifetime
{
    /// <summary>The longest session that STS gives to anybody.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromHours(36);

    /// <summary>What clocks may differ by where the end of a session was noted by one of them.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);

    /// <summary>Brings an end that is later than any session's down to the longest: a timer or a cache must not count on more.</summary>
    /// <param name="end">The end as an answer has it.</param>
    /// <param name="now">The time of who answered.</param>
    /// <returns>The end, or null if it is past.</returns>
    public static DateTime? Bound(DateTime end, DateTimeOffset now)
    {
        var left = end - now.UtcDateTime;
        return left <= TimeSpan.Zero ? null : left > Longest ? now.UtcDateTime + Longest : end;
    }

    /// <summary>Whether a session that was kept can have so much left.</summary>
    public static bool CanHave(TimeSpan left) => left <= Longest + Tolerance;
}
