using Amazon.Runtime;

namespace AssumeRole.Aws;

/// <summary>Clients that go straight to this machine: a proxy from HTTP_PROXY would look for 127.0.0.1 on its own.</summary>
internal sealed class LoopbackHttpClientFactory : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
        new(new BoundedAnswers(useProxy: false)) { Timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan };

    // The SDK keeps a client for ever for each text: one for all ports, or every sandbox of a long process would leave one behind. Its
    // connections are kept by address, and go when they are idle.
    public override string GetConfigUniqueString(IClientConfig clientConfig) => $"AssumeRole loopback {clientConfig.Timeout}";
}
