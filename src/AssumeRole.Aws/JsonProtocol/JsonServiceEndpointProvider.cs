using Amazon;
using Amazon.Runtime.Endpoints;

namespace AssumeRole.Aws.JsonProtocol;

/// <summary>The address of a region's service, or the one that the configuration gives in its place.</summary>
internal sealed class JsonServiceEndpointProvider(JsonServiceDescription service) : IEndpointProvider
{
    public const string Region = "Region";
    public const string Address = "Endpoint";

    public Amazon.Runtime.Endpoints.Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        if (parameters[Address] is string address) return new Amazon.Runtime.Endpoints.Endpoint(address);
        var region = (string)parameters[Region];
        return new Amazon.Runtime.Endpoints.Endpoint($"https://{service.SigningName}.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}");
    }
}
