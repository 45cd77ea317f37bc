using Amazon.Runtime;
using AssumeRole.Aws.JsonProtocol;

namespace AssumeRole.Aws.SecretsManager;

/// <summary>The operations of Secrets Manager that a rotation needs; none of them gives a value.</summary>
internal sealed class AmazonSecretsManagerClient(AWSCredentials credentials, AmazonSecretsManagerConfig config)
    : JsonServiceClient(credentials, config, AmazonSecretsManagerConfig.Service)
{
    public Task<DescribeSecretResponse> DescribeSecretAsync(DescribeSecretRequest request, CancellationToken cancellationToken) =>
        CallAsync<DescribeSecretResponse>("DescribeSecret", request, cancellationToken);

    public Task<EmptyResponse> CreateSecretAsync(CreateSecretRequest request, CancellationToken cancellationToken) =>
        CallAsync<EmptyResponse>("CreateSecret", request, cancellationToken);

    public Task<EmptyResponse> UpdateSecretAsync(UpdateSecretRequest request, CancellationToken cancellationToken) =>
        CallAsync<EmptyResponse>("UpdateSecret", request, cancellationToken);

    public Task<EmptyResponse> TagResourceAsync(TagResourceRequest request, CancellationToken cancellationToken) =>
        CallAsync<EmptyResponse>("TagResource", request, cancellationToken);

    public Task<EmptyResponse> RestoreSecretAsync(RestoreSecretRequest request, CancellationToken cancellationToken) =>
        CallAsync<EmptyResponse>("RestoreSecret", request, cancellationToken);
}
