using AssumeRole.Credentials;

namespace AssumeRole.Rotation;

/// <summary>The port to AWS's stores.</summary>
public interface IAwsStores
{
    /// <summary>Opens Secrets Manager.</summary>
    /// <param name="keys">The keys that sign the requests.</param>
    /// <param name="endpoint">Where to send them.</param>
    ISecretStore OpenSecretsManager(AwsKeys keys, StoreEndpoint endpoint);

    /// <summary>Opens Parameter Store.</summary>
    /// <inheritdoc cref="OpenSecretsManager"/>
    ISecretStore OpenParameterStore(AwsKeys keys, StoreEndpoint endpoint);

    /// <summary>Reads an object of S3 as text.</summary>
    /// <exception cref="StoreException">S3 refused, or could not be reached.</exception>
    Task<string> ReadObjectAsync(
        S3Location location, AwsKeys keys, StoreEndpoint endpoint, CancellationToken cancellationToken);
}

/// <summary>The address of a store.</summary>
/// <param name="Region">The region that requests are signed for, and that is asked.</param>
/// <param name="Url">An address in place of the region's own, or null.</param>
public sealed record StoreEndpoint(string Region, Uri? Url = null)
{
    /// <summary>The address without path, user and password, or the region.</summary>
    public override string ToString() => Url is null ? Region : Url.WithoutSecrets();
}

/// <summary>Where a team's configuration lies in S3, as an event names it in place of the configuration itself.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The object's key.</param>
public sealed record S3Location(string Bucket, string Key)
{
    /// <summary>s3://bucket/key.</summary>
    public override string ToString() => $"s3://{Bucket}/{Key}";
}
