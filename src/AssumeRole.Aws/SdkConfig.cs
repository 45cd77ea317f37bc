using Amazon;
using Amazon.Runtime;
using AssumeRole.Credentials;
using AssumeRole.Rotation;

namespace AssumeRole.Aws;

/// <summary>How the SDK's clients are set up: everything that it would look up for itself is decided before.</summary>
internal static class SdkConfig
{
    private const int StoreRetries = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The SDK itself sends again what a store could not serve; a rotation only slows down.</summary>
    public static T ForStore<T>(T config, StoreEndpoint endpoint)
        where T : ClientConfig
    {
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = StoreRetries;
        // The SDK's quota of retries is given back by successes alone; where most answers are "there is none" it runs dry, and then
        // nothing is sent again. Core's own throttle slows a run down.
        config.ThrottleRetries = false;
        return Set(config, endpoint.Region, endpoint.Url);
    }

    /// <summary>Keys as the SDK takes them.</summary>
    public static AWSCredentials Credentials(AwsKeys? keys) => keys switch
    {
        null => new AnonymousAWSCredentials(),
        { SessionToken: { } token } => new SessionAWSCredentials(keys.AccessKeyId, keys.SecretAccessKey.Reveal(), token.Reveal()),
        _ => new BasicAWSCredentials(keys.AccessKeyId, keys.SecretAccessKey.Reveal()),
    };

    private static T Set<T>(T config, string region, Uri? url)
        where T : ClientConfig
    {
        // Region and address are resolved in Core; nothing here may read a profile or the environment again.
        config.IgnoreConfiguredEndpointUrls = true;
        // Auto would ask the metadata service for a region.
        config.DefaultConfigurationMode = DefaultConfigurationMode.Standard;
        config.Timeout = Patience;
        config.HttpClientFactory = url is { IsLoopback: true } ? new LoopbackHttpClientFactory() : new SdkHttpClientFactory();
        if (url is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
            return config;
        }

        config.ServiceURL = url.ToString();
        config.AuthenticationRegion = region;
        return config;
    }
}
