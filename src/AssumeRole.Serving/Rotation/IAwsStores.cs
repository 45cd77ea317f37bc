using AssumeRole.Credentials;

namespace AssumeRole.Rotation;

/// <summary>The port to AWS's stores.</summary>
public interface IAwsStores
{
    /// <summary>Opens Secrets Manager.</summary>
    /// <param name="keys">What signs the requests.</param>
    /// <param name="endpoint">Where to send them.</param>
    ISecretStore OpenSecretsManager(AwsKeys keys, StoreEndpoint endpoint);

    /// <summary>Opens Parameter Store.</summary>
    /// <inheritdoc cref="OpenSecretsManager"/>
    ISecretStore OpenParameterStore(AwsKeys keys, StoreEndpoint endpoint);

    /// <summary>Reads an object of S3 as text.</summary>
    /// <param name="pointer">Which object.</param>
    /// <param name="keys">What signs the request.</param>
    /// <param name="endpoint">Where to send it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">S3 refused, or could not be reached.</exception>
    Task<string> ReadObjectAsync(
        ConfigurationPointer pointer, AwsKeys keys, StoreEndpoint endpoint, CancellationToken cancellationToken);
}
