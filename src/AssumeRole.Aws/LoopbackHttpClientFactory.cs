using Amazon.Runtime;

namespace AssumeRole.Aws;

/// <summary>Clients that go straight to this machine: a proxy from HTTP_PROXY would look for 127.0.0.1 on its own.</summary>
internal sealed class LoopbackHttpClientFactory : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
    })
    {
        Timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan,
    };

    // The config, and so this factory, is made once an endpoint: its clients may be shared.
    public override string GetConfigUniqueString(IClientConfig clientConfig) => $"AssumeRole loopback {clientConfig.ServiceURL}";
}
