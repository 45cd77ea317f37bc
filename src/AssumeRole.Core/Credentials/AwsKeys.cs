namespace AssumeRole.Credentials;

/// <summary>What signs a request.</summary>
/// <param name="AccessKeyId">The access key id; not a secret.</param>
/// <param name="SecretAccessKey">The secret access key.</param>
/// <param name="SessionToken">The session token of temporary keys, or null for a user's own.</param>
public sealed record AwsKeys(string AccessKeyId, Secret SecretAccessKey, Secret? SessionToken)
{
    /// <summary>The last four characters of an access key id, as views and logs show it.</summary>
    public static string Shorten(string accessKeyId)
    {
        ArgumentNullException.ThrowIfNull(accessKeyId);
        return accessKeyId.Length <= 4 ? accessKeyId : "…" + accessKeyId[^4..];
    }

    /// <summary>The shortened access key id.</summary>
    public override string ToString() => Shorten(AccessKeyId);
}
