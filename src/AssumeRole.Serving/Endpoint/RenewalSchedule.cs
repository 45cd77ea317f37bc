namespace AssumeRole.Endpoint;

/// <summary>
/// When a session is renewed. boto3 begins to ask for a new one with 15 minutes left and insists from 10 on (botocore,
/// RefreshableCredentials), so ours is renewed with 20 left; a session that is shorter than that would allow is renewed in its
/// last third.
/// </summary>
/// <param name="Renew">With how much left a new one is fetched, while the present one is still handed out.</param>
/// <param name="Wait">With how much left a caller waits for the new one rather than get the present.</param>
internal readonly record struct RenewalSchedule(TimeSpan Renew, TimeSpan Wait)
{
    private static readonly TimeSpan LongRenew = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(15);

    /// <summary>The first pause after a failure; it doubles up to <see cref="LongestPause"/>.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a caller waits for a renewal before it gets the session that is still good. The SDK for JavaScript gives an endpoint one
    /// second.
    /// </summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The schedule of a session that lasts so long.</summary>
    public static RenewalSchedule For(TimeSpan lifetime) => new(
        lifetime / 3 < LongRenew ? lifetime / 3 : LongRenew, lifetime / 4 < LongWait ? lifetime / 4 : LongWait);

    /// <summary>How long to leave STS in peace after so many failures in a row.</summary>
    /// <param name="failures">At least one.</param>
    /// <param name="chance">From 0 to 1: callers who failed together must not come back together.</param>
    public static TimeSpan PauseAfter(int failures, double chance)
    {
        var whole = failures > 6 ? LongestPause : FirstPause * (1 << (failures - 1));
        return (whole > LongestPause ? LongestPause : whole) * (0.5 + (chance / 2));
    }
}
