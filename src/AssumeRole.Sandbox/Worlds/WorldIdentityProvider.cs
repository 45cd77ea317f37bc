using AssumeRole.Sandbox.Identity;

namespace AssumeRole.Sandbox.Worlds;

/// <summary>An OpenID Connect provider.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="Url">The issuer, as it stands in the iss claim.</param>
/// <param name="ClientIds">The audiences that it accepts.</param>
/// <param name="Keys">
/// Its public keys. If it has none, the signature of a token is <b>not verified</b>: a world without keys lets a test make its
/// own tokens, and proves nothing about signing.
/// </param>
internal sealed record WorldIdentityProvider(
    IamArn Arn, string Url, IReadOnlyList<string> ClientIds, IReadOnlyList<JsonWebKey> Keys)
{
    /// <summary>The issuer without its scheme: the prefix of the provider's context keys, such as host/path:sub.</summary>
    public string ContextKeyPrefix => Url[(Url.IndexOf("://", StringComparison.Ordinal) + 3)..];
}
