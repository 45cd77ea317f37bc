using Amazon.Runtime;

namespace AssumeRole.Aws.Tests.Fuzz;

/// <summary>Gives the SDK clients that end in a handler of the test's, so that no socket is opened.</summary>
internal sealed class ScriptedHttpClientFactory(HttpMessageHandler handler) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => 
        new(new BoundedAnswers(handler), disposeHandler: false);

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => true;
}
