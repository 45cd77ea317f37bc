using Amazon.Runtime;
using AssumeRole.Aws.JsonProtocol;

namespace AssumeRole.Aws.SimpleSystemsManagement;

/// <summary>The operations of Parameter Store that a rotation needs; none of them gives a value.</summary>
internal sealed class AmazonSimpleSystemsManagementClient(AWSCredentials credentials, AmazonSimpleSystemsManagementConfig config)
    : JsonServiceClient(credentials, config, AmazonSimpleSystemsManagementConfig.Service)
{
    public Task<DescribeParametersResponse> DescribeParametersAsync(DescribeParametersRequest request, CancellationToken cancellationToken) =>
        CallAsync<DescribeParametersResponse>("DescribeParameters", request, cancellationToken);

    public Task<ListTagsForResourceResponse> ListTagsForResourceAsync(ListTagsForResourceRequest request, CancellationToken cancellationToken) =>
        CallAsync<ListTagsForResourceResponse>("ListTagsForResource", request, cancellationToken);

    public Task<EmptyResponse> PutParameterAsync(PutParameterRequest request, CancellationToken cancellationToken) =>
        CallAsync<EmptyResponse>("PutParameter", request, cancellationToken);

    public Task<EmptyResponse> AddTagsToResourceAsync(AddTagsToResourceRequest request, CancellationToken cancellationToken) =>
        CallAsync<EmptyResponse>("AddTagsToResource", request, cancellationToken);
}
