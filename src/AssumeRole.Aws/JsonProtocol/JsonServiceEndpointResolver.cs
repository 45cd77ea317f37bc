using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace AssumeRole.Aws.JsonProtocol;

/// <summary>The pipeline's step that sets the address of a request.</summary>
internal sealed class JsonServiceEndpointResolver : BaseEndpointResolver
{
    public static EndpointParameters Parameters(IClientConfig config)
    {
        var parameters = new EndpointParameters
        {
            [JsonServiceEndpointProvider.Region] = config.RegionEndpoint?.SystemName ?? config.AuthenticationRegion,
        };
        if (config.ServiceURL is { } url) parameters[JsonServiceEndpointProvider.Address] = url;
        return parameters;
    }

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => Parameters(requestContext.ClientConfig);
}
