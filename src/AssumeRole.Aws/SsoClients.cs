using Amazon.Runtime;
using Amazon.RuntimeDependencies;
using Amazon.SSO;
using Amazon.SSOOIDC;

namespace AssumeRole.Aws;

/// <summary>
/// The clients that the SDK's single sign-on asks with. The SDK finds them by reflection, and the native executable has no types that
/// nothing refers to: unregistered, they are a MissingRuntimeDependencyException there.
/// </summary>
internal static class SsoClients
{
    private const int Retries = 2;

    public static void Register()
    {
        var registry = GlobalRuntimeDependencyRegistry.Instance;
        registry.RegisterSSOClient(static context => new AmazonSSOClient(
            new AnonymousAWSCredentials(), Bound(new AmazonSSOConfig { RegionEndpoint = context.SSOClientContextData.Region })));
        registry.RegisterSSOOIDCClient(static context => new AmazonSSOOIDCClient(
            new AnonymousAWSCredentials(), Bound(new AmazonSSOOIDCConfig { RegionEndpoint = context.SSOOIDCClientContextData.Region })));
    }

    private static T Bound<T>(T config)
        where T : ClientConfig
    {
        config.Timeout = SdkConfig.Patience;
        config.MaxErrorRetry = Retries;
        config.HttpClientFactory = new SignInHttpClientFactory();
        return config;
    }
}
