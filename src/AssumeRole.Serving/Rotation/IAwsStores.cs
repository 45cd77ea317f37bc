using AssumeRole.Connections;
using AssumeRole.Credentials;

namespace AssumeRole.Rotation;

/// <summary>The port to AWS's stores.</summary>
internal interface IAwsStores
{
    ISecretStore OpenSecretsManager(AwsKeys keys, StoreEndpoint endpoint);

    ISecretStore OpenParameterStore(AwsKeys keys, StoreEndpoint endpoint);

    Task<string> ReadObjectAsync(
        S3Location location, AwsKeys keys, StoreEndpoint endpoint, CancellationToken cancellationToken);
}

internal sealed record StoreEndpoint(string Region, Uri? Url = null)
{
    public CertificateBundle? CertificateBundle { get; init; }

    /// <summary>The address without path, user and password, or the region.</summary>
    public override string ToString() => Url is null ? Region : Url.WithoutSecrets();
}

/// <summary>Where a team's configuration lies in S3, as an event names it in place of the configuration itself.</summary>
internal sealed record S3Location(string Bucket, string Key)
{
    public override string ToString() => $"s3://{Bucket}/{Key}";
}
