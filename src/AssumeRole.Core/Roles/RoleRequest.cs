namespace AssumeRole.Roles;

/// <summary>
/// Everything that one sts:AssumeRole (or, with <see cref="WebIdentity"/>, sts:AssumeRoleWithWebIdentity) takes. Checked when a
/// <see cref="RoleChain"/> is planned; the limits are those of the STS API reference, AssumeRole.
/// </summary>
public sealed record RoleRequest
{
    /// <summary>The role to assume.</summary>
    public required RoleArn Role { get; init; }

    /// <summary>The name that the session has in CloudTrail and in the assumed-role ARN.</summary>
    public required string SessionName { get; init; }

    /// <summary>How long the session lasts, or null for the service's default of one hour.</summary>
    public SessionDuration? Duration { get; init; }

    /// <summary>The external id that the trust policy asks for, or null.</summary>
    public string? ExternalId { get; init; }

    /// <summary>A JSON policy that narrows the session, or null.</summary>
    public string? Policy { get; init; }

    /// <summary>ARNs of managed policies that narrow the session.</summary>
    public IReadOnlyList<string> PolicyArns { get; init; } = [];

    /// <summary>Session tags.</summary>
    public IReadOnlyList<SessionTag> Tags { get; init; } = [];

    /// <summary>Keys of the tags that later hops inherit.</summary>
    public IReadOnlyList<string> TransitiveTagKeys { get; init; } = [];

    /// <summary>Who stands behind the session; sticks to every later hop.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>The MFA device that answers for this call, or null.</summary>
    public MfaDevice? Mfa { get; init; }

    /// <summary>The token that stands for the caller, or null when keys sign the call.</summary>
    public WebIdentity? WebIdentity { get; init; }
}
