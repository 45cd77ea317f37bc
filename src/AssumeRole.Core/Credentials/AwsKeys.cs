using AssumeRole.Findings;

namespace AssumeRole.Credentials;

/// <summary>What signs a request.</summary>
/// <param name="AccessKeyId">The access key id; not a secret.</param>
/// <param name="SecretAccessKey">The secret access key.</param>
/// <param name="SessionToken">The session token of temporary keys, or null for a user's own.</param>
public sealed record AwsKeys(string AccessKeyId, Secret SecretAccessKey, Secret? SessionToken)
{
    /// <summary>The keys of a user, as a PSCredential has them.</summary>
    /// <exception cref="AssumeRoleException">CredentialInvalid, for a character that no header takes.</exception>
    public static AwsKeys ForUser(string accessKeyId, string secretAccessKey) => Create(
        new KeyNames("The user name", "The password", string.Empty),
        accessKeyId,
        secretAccessKey,
        null,
        (_, fault) => FindingCatalogue.CredentialInvalid.Error("Credential", fault));

    /// <summary>Makes keys of texts that came from outside. Each is a header's text, or is refused.</summary>
    /// <param name="names">What the source calls them.</param>
    /// <param name="id">The access key id.</param>
    /// <param name="secret">The secret access key.</param>
    /// <param name="token">The session token; null or empty for none.</param>
    /// <param name="refuse">Makes the error, of the part's name and of what is wrong with it.</param>
    internal static AwsKeys Create(KeyNames names, string id, string secret, string? token, Func<string, string, AssumeRoleException> refuse)
    {
        foreach (var (name, text) in new[] { (names.Id, id), (names.Secret, secret), (names.Token, token ?? string.Empty) })
            if (HeaderText.FindFault(text) is { } fault) throw refuse(name, $"{name} {fault}.");
        return new AwsKeys(id, new Secret(secret), string.IsNullOrEmpty(token) ? null : new Secret(token));
    }

    /// <summary>The last four characters of an access key id, as views and logs show it.</summary>
    public static string Shorten(string accessKeyId)
    {
        ArgumentNullException.ThrowIfNull(accessKeyId);
        return accessKeyId.Length <= 4 ? accessKeyId : "…" + accessKeyId[^4..];
    }

    /// <summary>The shortened access key id.</summary>
    public override string ToString() => Shorten(AccessKeyId);
}
