using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken;
using AssumeRole.Connections;
using AssumeRole.Credentials;
using AssumeRole.Rotation;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>How the SDK's clients are set up: everything that it would look up for itself is decided before.</summary>
internal static class SdkConfig
{
    private const int StoreRetries = 3;

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The SDK itself sends again what a store could not serve; a rotation only slows down.</summary>
    public static T ForStore<T>(T config, StoreEndpoint endpoint)
        where T : ClientConfig
    {
        config.MaxErrorRetry = StoreRetries;
        config.Timeout = Patience;
        return Set(config, endpoint.Region, endpoint.Url, endpoint.CertificateBundle);
    }

    /// <summary>
    /// STS is asked once: Core sends again, at a pace that the calls of a fan-out share. Every setting has a value, because the SDK reads
    /// the user's AWS files for one that has none, and nothing can cancel that.
    /// </summary>
    public static AmazonSecurityTokenServiceConfig ForSts(StsEndpoint endpoint, TimeSpan timeout, string? application)
    {
        var config = new AmazonSecurityTokenServiceConfig
        {
            MaxErrorRetry = 0,
            MaxStaleConnectionRetries = 0,
            // A clock that is wrong is a finding.
            DisableClockSkewCorrection = true,
            Timeout = timeout,
            ClientAppId = application ?? string.Empty,
            UseFIPSEndpoint = endpoint is { Url: null, UseFips: true },
            UseDualstackEndpoint = endpoint is { Url: null, UseDualStack: true },
            AccountIdEndpointMode = AccountIdEndpointMode.DISABLED,
            AuthSchemePreference = [],
            SigV4aSigningRegionSet = [],
            EndpointDiscoveryEnabled = false,
            DisableRequestCompression = true,
            RequestMinCompressionSizeBytes = 0,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        return Set(config, endpoint.Region, endpoint.Url, endpoint.CertificateBundle);
    }

    public static AWSCredentials Credentials(AwsKeys? keys) => keys switch
    {
        null => new AnonymousAWSCredentials(),
        { SessionToken: { } token } => new SessionAWSCredentials(keys.AccessKeyId, keys.SecretAccessKey.Reveal(), token.Reveal()),
        _ => new BasicAWSCredentials(keys.AccessKeyId, keys.SecretAccessKey.Reveal()),
    };

    private static T Set<T>(T config, string region, Uri? url, CertificateBundle? bundle)
        where T : ClientConfig
    {
        // Region and address are resolved in Core; nothing here may read a profile or the environment again.
        config.IgnoreConfiguredEndpointUrls = true;
        // Client-side monitoring, which the SDK would look for in the profile.
        AWSConfigs.CSMConfig.CSMEnabled = false;
        // Auto would ask the metadata service for a region.
        config.DefaultConfigurationMode = DefaultConfigurationMode.Standard;
        config.RetryMode = RequestRetryMode.Standard;
        // The SDK's quota of retries is given back by successes alone; where most answers are "there is none" it runs dry, and then
        // nothing is sent again.
        config.ThrottleRetries = false;
        config.HttpClientFactory = new SdkHttpClientFactory(isLoopback: url is { IsLoopback: true }, bundle);
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
