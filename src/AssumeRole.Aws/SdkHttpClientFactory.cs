using Amazon.Runtime;

namespace AssumeRole.Aws;

/// <summary>The SDK's clients of AWS's own hosts, with bounded answers.</summary>
internal sealed class SdkHttpClientFactory : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
        new(new BoundedAnswers(useProxy: true)) { Timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan };

    // One client for all services: the SDK keeps one for each text.
    public override string GetConfigUniqueString(IClientConfig clientConfig) => $"AssumeRole {clientConfig.Timeout}";
}
