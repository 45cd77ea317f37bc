namespace AssumeRole.Credentials;

/// <summary>What a source calls the parts of a key.</summary>
/// <param name="Id">The access key id.</param>
/// <param name="Secret">The secret access key.</param>
/// <param name="Token">The session token.</param>
internal sealed record KeyNames(string Id, string Secret, string Token)
{
    /// <summary>In a document of a container endpoint or of instance metadata.</summary>
    public static KeyNames OfMetadata { get; } = new("AccessKeyId", "SecretAccessKey", "Token");

    /// <summary>In a document of a credential_process.</summary>
    public static KeyNames OfProcess { get; } = OfMetadata with { Token = "SessionToken" };

    /// <summary>In an answer of IAM Identity Center's portal.</summary>
    public static KeyNames OfPortal { get; } = new("accessKeyId", "secretAccessKey", "sessionToken");
}
