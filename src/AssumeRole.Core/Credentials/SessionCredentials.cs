using System.Globalization;

namespace AssumeRole.Credentials;

/// <summary>A session of a role: what sts:AssumeRole gives. Secrets redact themselves; see <see cref="Secret"/>.</summary>
public sealed record SessionCredentials
{
    /// <summary>The role's ARN as it was asked for.</summary>
    public required string RoleArn { get; init; }

    /// <summary>The session as AWS names it, arn:aws:sts::account:assumed-role/name/session.</summary>
    public required string AssumedRoleArn { get; init; }

    /// <summary>The account that the session acts in, twelve digits.</summary>
    public required string Account { get; init; }

    /// <summary>The session's name.</summary>
    public required string RoleSessionName { get; init; }

    /// <summary>The access key id, whole. Not a secret; views shorten it.</summary>
    public required string AccessKeyId { get; init; }

    /// <summary>The secret access key, redacted wherever it is printed; .Reveal() gives it.</summary>
    public required Secret SecretAccessKey { get; init; }

    /// <summary>The session token, redacted wherever it is printed; .Reveal() gives it.</summary>
    public required Secret SessionToken { get; init; }

    /// <summary>When the session ends, in UTC.</summary>
    public required DateTime Expiration { get; init; }

    /// <summary>STS's id of the request, for AWS support and CloudTrail; empty if the server gave none.</summary>
    public required string RequestId { get; init; }

    /// <summary>How much of the space for session policy and tags they fill, in percent; null if there are none.</summary>
    internal int? PackedPolicyPercent { get; init; }

    internal AwsKeys ToKeys() => new(AccessKeyId, SecretAccessKey, SessionToken);

    /// <summary>A time as the AWS CLI writes it, in UTC with seconds.</summary>
    internal static string FormatExpiration(DateTime expiration) =>
        expiration.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Session and expiry, never a secret.</summary>
    public override string ToString() => $"{AssumedRoleArn} until {FormatExpiration(Expiration)}";
}

/// <summary>How long a session can last (STS API reference: AssumeRole up to 12 hours, GetSessionToken and GetFederationToken up to 36).</summary>
internal static class SessionLifetime
{
    public static TimeSpan Longest { get; } = TimeSpan.FromHours(36);

    /// <summary>How far two clocks may differ, where one of them noted the end.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);

    /// <summary>Brings an end that is later than any session's down to the longest: a timer or a cache must not count on more.</summary>
    public static DateTime? Bound(DateTime end, DateTimeOffset now)
    {
        var left = end - now.UtcDateTime;
        return left <= TimeSpan.Zero ? null : left > Longest ? now.UtcDateTime + Longest : end;
    }

    /// <summary>Whether a session that was kept can have this much left.</summary>
    public static bool CanHave(TimeSpan left) => left <= Longest + Tolerance;
}

/// <summary>How a session is written for another program. Every format holds the secrets in plain text.</summary>
public enum CredentialFormat
{
    /// <summary>The JSON document of credential_process (AWS CLI guide, "Sourcing credentials with an external process").</summary>
    CredentialProcess,

    /// <summary>NAME=value lines without quotes, as docker run --env-file reads them. A line end in a value is refused.</summary>
    Environment,

    /// <summary>Lines for eval in a POSIX shell; they unset what would outrank the keys.</summary>
    Bash,

    /// <summary>Lines for Invoke-Expression; they remove what would outrank the keys.</summary>
    PowerShell,

    /// <summary>
    /// NAME="value" lines of a .env file, by the rule that python-dotenv and docker compose share. What they read differently, a value
    /// with ${ or with a backslash at its end, is refused.
    /// </summary>
    Dotenv,

    /// <summary>All properties of the session as one JSON object.</summary>
    Json,
}
