using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>How the SDK's clients are set up: everything that it would look up for itself is decided before.</summary>
internal static class SdkConfig
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static AmazonSecurityTokenServiceConfig ForSts(StsEndpoint endpoint)
    {
        var config = new AmazonSecurityTokenServiceConfig
        {
            // Region and address are resolved in Core; nothing here may read a profile or the environment again.
            IgnoreConfiguredEndpointUrls = true,
            // Auto would ask the metadata service for a region.
            DefaultConfigurationMode = DefaultConfigurationMode.Standard,
            // Core decides what is sent again: RetryingTokenService.
            MaxErrorRetry = 0,
            Timeout = Patience,
            RegionEndpoint = RegionEndpoint.GetBySystemName(endpoint.Region),
        };
        if (endpoint.Url is not { } url) return config;
        config.ServiceURL = url.ToString();
        config.AuthenticationRegion = endpoint.Region;
        if (url.IsLoopback) config.HttpClientFactory = new LoopbackHttpClientFactory();
        return config;
    }
}
