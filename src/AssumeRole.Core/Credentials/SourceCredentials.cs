namespace AssumeRole.Credentials;

/// <summary>The identity that a chain starts from: AWS calls it source credentials.</summary>
/// <param name="Keys">They sign the first call; null if only a web identity token stands for the caller.</param>
/// <param name="Origin">Where they come from, in words: "instance role concourse-worker".</param>
/// <param name="Expiration">In UTC; null if they last, or if their source does not say.</param>
public sealed record SourceCredentials(AwsKeys? Keys, string Origin, DateTime? Expiration = null)
{
    /// <summary>The source that gave them.</summary>
    public CredentialSource Source { get; init; }

    /// <summary>Whether a profile's mfa_serial asked for a code on the way.</summary>
    public bool HasMfa { get; init; }
}

/// <summary>Where the identity that a chain starts from comes from.</summary>
public enum CredentialSource
{
    /// <summary>The first that is there, in the AWS SDK's order: environment, web identity, profile, container, instance.</summary>
    Auto,

    /// <summary>AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.</summary>
    Environment,

    /// <summary>A profile of ~/.aws/config and ~/.aws/credentials.</summary>
    Profile,

    /// <summary>The EC2 instance's role, over IMDSv2.</summary>
    Instance,

    /// <summary>The endpoint that AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or _FULL_URI names.</summary>
    Container,

    /// <summary>AWS_WEB_IDENTITY_TOKEN_FILE, exchanged for the role AWS_ROLE_ARN if that is set.</summary>
    WebIdentity,
}
