using Amazon.Runtime;

namespace AssumeRole.Aws;

/// <summary>The SDK's HTTP clients, with bounded answers: one for AWS's own hosts, one for this machine, which is reached without a proxy.</summary>
internal sealed class SdkHttpClientFactory(bool isLoopback) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
        new(new BoundedAnswers(useProxy: !isLoopback)) { Timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan };

    // The SDK keeps a client for ever for each text: one for all ports, or every sandbox of a long process would leave one behind. Its
    // connections are kept by address, and go when they are idle.
    public override string GetConfigUniqueString(IClientConfig clientConfig) =>
        $"AssumeRole {(isLoopback ? "loopback " : string.Empty)}{clientConfig.Timeout}";
}
