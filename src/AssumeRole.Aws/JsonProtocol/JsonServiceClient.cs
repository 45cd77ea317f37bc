using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace AssumeRole.Aws.JsonProtocol;

/// <summary>
/// A client of AWS's JSON protocol on the SDK's own pipeline: signing, retries, clock correction and connections are the SDK's.
/// The packages AWSSDK.SecretsManager and AWSSDK.SimpleSystemsManagement would bring generated ones; the clients here have the same
/// names and members, for the few operations that are needed, so that they can give way to those.
/// </summary>
internal abstract class JsonServiceClient(AWSCredentials credentials, JsonServiceConfig config, JsonServiceDescription service)
    : AmazonServiceClient(credentials, config)
{
    protected override IServiceMetadata ServiceMetadata => field ??= new JsonServiceMetadata(service.ServiceId);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new JsonServiceEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new JsonServiceAuthentication());
    }

    protected Task<TResponse> CallAsync<TResponse>(string operation, JsonRequest request, CancellationToken cancellationToken)
        where TResponse : AmazonWebServiceResponse, IJsonResponse, new()
    {
        var options = new InvokeOptions
        {
            RequestMarshaller = new JsonRequestMarshaller(service, operation),
            ResponseUnmarshaller = JsonResponse<TResponse>.Unmarshaller,
        };
        return InvokeAsync<TResponse>(request, options, cancellationToken);
    }

    private static class JsonResponse<TResponse>
        where TResponse : AmazonWebServiceResponse, IJsonResponse, new()
    {
        public static JsonResponseUnmarshaller Unmarshaller { get; } = new JsonDocumentUnmarshaller<TResponse>();
    }
}
