using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace AssumeRole.Aws.JsonProtocol;

/// <summary>The configuration of a client, as the SDK generates one a service.</summary>
internal abstract class JsonServiceConfig : ClientConfig
{
    private static readonly string Agent = InternalSDKUtils.BuildUserAgentString("AssumeRole", "1.0");
    private readonly JsonServiceDescription service;

    protected JsonServiceConfig(JsonServiceDescription service)
        : base(new DefaultConfigurationProvider([Defaults]))
    {
        this.service = service;
        ServiceId = service.ServiceId;
        AuthenticationServiceName = service.SigningName;
        EndpointProvider = new JsonServiceEndpointProvider(service);
    }

    public override string ServiceVersion => service.Version;

    public override string RegionEndpointServiceName => service.SigningName;

    public override string UserAgent => Agent;

    public override Amazon.Runtime.Endpoints.Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(JsonServiceEndpointResolver.Parameters(this));

    /// <summary>The SDK's "standard" defaults (SDK reference, "Smart configuration defaults").</summary>
    private static DefaultConfiguration Defaults => new()
    {
        Name = DefaultConfigurationMode.Standard,
        RetryMode = RequestRetryMode.Standard,
        ConnectTimeout = TimeSpan.FromSeconds(3.1),
    };
}
