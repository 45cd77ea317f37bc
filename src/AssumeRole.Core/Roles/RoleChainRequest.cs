namespace AssumeRole.Roles;

/// <summary>
/// What a user asked for, as texts that nobody has checked yet. Null means not given; an empty text means given and empty,
/// which is an error: a script that passes an unset variable must not get another role than it meant.
/// </summary>
public sealed record RoleChainRequest
{
    /// <summary>The role to end in; aws_assume_role_arn if not given.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Roles to pass through on the way, in order.</summary>
    public IReadOnlyList<string> Via { get; init; } = [];

    /// <summary>Seconds; aws_assume_role_duration if not given, then 3600.</summary>
    public string? DurationSeconds { get; init; }

    /// <summary>The session name of every hop; aws_assume_role_session_name if not given, then concourse-task.</summary>
    public string? RoleSessionName { get; init; }

    /// <summary>The external id of the last hop.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The session policy of the last hop.</summary>
    public string? Policy { get; init; }

    /// <summary>The managed session policies of the last hop.</summary>
    public IReadOnlyList<string> PolicyArns { get; init; } = [];

    /// <summary>Session tags: of the first hop if transitive, of the last otherwise.</summary>
    public IReadOnlyList<SessionTag> Tags { get; init; } = [];

    /// <summary>Keys of the tags that ride along from the first hop.</summary>
    public IReadOnlyList<string> TransitiveTagKeys { get; init; } = [];

    /// <summary>The source identity that the first hop sets.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>The MFA device of the first hop.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>The MFA code of the first hop.</summary>
    public string? TokenCode { get; init; }

    /// <summary>An OIDC token for the first hop.</summary>
    public Secret? WebIdentityToken { get; init; }

    /// <summary>The file of an OIDC token for the first hop.</summary>
    public string? WebIdentityTokenFile { get; init; }
}
