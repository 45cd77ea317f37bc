using Amazon.S3;
using AssumeRole.Aws.SecretsManager;
using AssumeRole.Aws.SimpleSystemsManagement;
using AssumeRole.Credentials;
using AssumeRole.Cryptography;
using AssumeRole.Rotation;

namespace AssumeRole.Aws.Stores;

/// <summary>AWS's stores over the SDK.</summary>
public sealed class SdkStores : IAwsStores
{
    /// <inheritdoc/>
    public ISecretStore OpenSecretsManager(AwsKeys keys, StoreEndpoint endpoint)
    {
        Require("Secrets Manager");
        return new SecretsManagerStore(new AmazonSecretsManagerClient(
            SdkConfig.Credentials(keys), SdkConfig.ForStore(new AmazonSecretsManagerConfig(), endpoint)), keys.Secrets);
    }

    /// <inheritdoc/>
    public ISecretStore OpenParameterStore(AwsKeys keys, StoreEndpoint endpoint)
    {
        Require("Parameter Store");
        return new ParameterStore(new AmazonSimpleSystemsManagementClient(
            SdkConfig.Credentials(keys), SdkConfig.ForStore(new AmazonSimpleSystemsManagementConfig(), endpoint)), keys.Secrets);
    }

    /// <inheritdoc/>
    public async Task<string> ReadObjectAsync(
        ConfigurationPointer pointer, AwsKeys keys, StoreEndpoint endpoint, CancellationToken cancellationToken)
    {
        Require("S3");
        // A bucket's name before the host would make a host that a stand-in does not have.
        var config = new AmazonS3Config { ForcePathStyle = endpoint.Url is not null };
        using var client = new AmazonS3Client(SdkConfig.Credentials(keys), SdkConfig.ForStore(config, endpoint));
        return await ObjectReader.ReadAsync(client, keys.Secrets, pointer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The SDK signs with .NET's own cryptography, over plain HTTP too.</summary>
    private static void Require(string store) => OpenSsl.RequireFor(store);
}
