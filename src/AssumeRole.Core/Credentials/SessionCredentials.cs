using AssumeRole.Sessions;

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

    /// <summary>What signs a request with this session.</summary>
    public AwsKeys ToKeys() => new(AccessKeyId, SecretAccessKey, SessionToken);

    /// <summary>Session and expiry, never a secret.</summary>
    public override string ToString() => $"{AssumedRoleArn} until {SessionVariables.FormatExpiration(Expiration)}";
}
