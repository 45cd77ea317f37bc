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
    public static void Register()
    {
        var registry = GlobalRuntimeDependencyRegistry.Instance;
        registry.RegisterSSOClient(static context => new AmazonSSOClient(
            new AnonymousAWSCredentials(), new AmazonSSOConfig { RegionEndpoint = context.SSOClientContextData.Region, HttpClientFactory = new SignInHttpClientFactory() }));
        registry.RegisterSSOOIDCClient(static context => new AmazonSSOOIDCClient(
            new AnonymousAWSCredentials(), new AmazonSSOOIDCConfig { RegionEndpoint = context.SSOOIDCClientContextData.Region, HttpClientFactory = new SignInHttpClientFactory() }));
    }
}
