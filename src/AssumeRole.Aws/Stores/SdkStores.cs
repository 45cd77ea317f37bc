using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SimpleSystemsManagement;
using AssumeRole.Credentials;
using AssumeRole.Cryptography;
using AssumeRole.Rotation;
using S3Location = AssumeRole.Rotation.S3Location;

namespace AssumeRole.Aws.Stores;

/// <summary>AWS's stores over the SDK, which signs with .NET's own cryptography, over plain HTTP too.</summary>
internal sealed class SdkStores : IAwsStores
{
    // 4 MiB, as for the file of a team's configuration.
    private const int LargestObject = 4 * 1024 * 1024;

    public ISecretStore OpenSecretsManager(AwsKeys keys, StoreEndpoint endpoint)
    {
        OpenSsl.RequireFor("Secrets Manager");
        var client = new SecretsManagerClient(SdkConfig.Credentials(keys), endpoint, TimeProvider.System);
        return new SecretsManagerStore(client, keys.Secrets);
    }

    public ISecretStore OpenParameterStore(AwsKeys keys, StoreEndpoint endpoint)
    {
        OpenSsl.RequireFor("Parameter Store");
        var config = SdkConfig.ForStore(new AmazonSimpleSystemsManagementConfig(), endpoint);
        return new ParameterStore(new AmazonSimpleSystemsManagementClient(SdkConfig.Credentials(keys), config), keys.Secrets);
    }

    public async Task<string> ReadObjectAsync(
        S3Location location, AwsKeys keys, StoreEndpoint endpoint, CancellationToken cancellationToken)
    {
        OpenSsl.RequireFor("S3");
        // A bucket's name before the host would make a host that a stand-in does not have.
        var config = new AmazonS3Config { ForcePathStyle = endpoint.Url is not null };
        using var client = new AmazonS3Client(SdkConfig.Credentials(keys), SdkConfig.ForStore(config, endpoint));
        var request = new GetObjectRequest { BucketName = location.Bucket, Key = location.Key };
        return await SendAsync(keys.Secrets, () => ReadAsync(client, request, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    internal static Task<T> SendAsync<T>(SecretsOfCall secrets, Func<Task<T>> send, CancellationToken cancellationToken) => SdkFault.TranslateAsync(
        "the store",
        secrets,
        send,
        (fault, error) => new StoreException(new StoreFault(fault.Code, fault.Message, fault.Status, fault.RequestId), error),
        cancellationToken);

    private static async Task<string> ReadAsync(AmazonS3Client client, GetObjectRequest request, CancellationToken cancellationToken)
    {
        using var response = await client.GetObjectAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.ContentLength > LargestObject)
            throw new StoreException(new StoreFault("EntityTooLarge", $"The object has {response.ContentLength} bytes.", 0, string.Empty));
        using var reader = new StreamReader(response.ResponseStream);
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }
}
