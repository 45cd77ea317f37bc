namespace AssumeRole.Credentials;

/// <summary>The identity that a chain starts from.</summary>
/// <param name="Keys">What signs the first call, or null if only a web identity token stands for the caller.</param>
/// <param name="Origin">Where they come from, in words: "instance role concourse-worker".</param>
/// <param name="Expiration">When they end, in UTC, or null if they do not or nobody said.</param>
public sealed record BaseCredentials(AwsKeys? Keys, string Origin, DateTime? Expiration = null)
{
    /// <summary>Which source gave them.</summary>
    public CredentialSource Source { get; init; }

    /// <summary>Whether a profile's mfa_serial asked for a code on the way.</summary>
    public bool HasMfa { get; init; }
}
