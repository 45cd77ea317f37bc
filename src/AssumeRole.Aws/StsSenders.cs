using System.Collections.Concurrent;
using Amazon.SecurityToken;
using AssumeRole.Http;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>The senders to all endpoints of a process, and the HTTP clients that they share.</summary>
/// <param name="configure">How requests to an endpoint are set up.</param>
/// <param name="blocks">Whether a request is over when its call returns.</param>
internal sealed class StsSenders(Func<StsEndpoint, AmazonSecurityTokenServiceConfig> configure, bool blocks = false)
{
    private const int MostSenders = 16;

    // Sandboxes come and go, each on another port: no room for many, and begun anew when it is full.
    private readonly ConcurrentDictionary<StsEndpoint, StsSender> senders = new();
    private HttpClient? shared;
    private HttpClient? direct;

    /// <summary>How many endpoints are kept for later calls.</summary>
    public int Kept => senders.Count;

    /// <summary>The sender to an endpoint, made if there is none.</summary>
    public StsSender Find(StsEndpoint endpoint)
    {
        if (senders.TryGetValue(endpoint, out var sender)) return sender;
        if (senders.Count >= MostSenders) senders.Clear();
        return senders.GetOrAdd(endpoint, Create);
    }

    /// <summary>One client for all endpoints of AWS, and one for all of loopback: what it is made with is the same for each.</summary>
    private StsSender Create(StsEndpoint endpoint)
    {
        var config = configure(endpoint);
        var http = config.HttpClientFactory switch
        {
            null => Keep(ref shared, () => CreateClient(config, isLoopback: false)),
            LoopbackHttpClientFactory => Keep(ref direct, () => CreateClient(config, isLoopback: true)),
            var factory => Keep(ref direct, () => factory.CreateHttpClient(config)),
        };
        return new StsSender(config, http, blocks);
    }

    private HttpClient CreateClient(AmazonSecurityTokenServiceConfig config, bool isLoopback)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = !isLoopback && config.AllowAutoRedirect,
            UseProxy = !isLoopback,
            UseCookies = false,
            // STS knows no trace headers, and all of .NET's tracing is loaded for them.
            ActivityHeadersPropagator = null,
        };
        var patience = config.ConnectTimeout ?? config.Timeout;
        if (patience is { } longest) handler.ConnectTimeout = longest;
        if (blocks) handler.ConnectCallback = BlockingConnection.Open;
        return new HttpClient(handler) { Timeout = config.Timeout ?? Timeout.InfiniteTimeSpan };
    }

    private static HttpClient Keep(ref HttpClient? kept, Func<HttpClient> create)
    {
        if (kept is { } made) return made;
        var client = create();
        client.MaxResponseContentBufferSize = StsSender.LongestAnswer;
        if (Interlocked.CompareExchange(ref kept, client, null) is not { } first) return client;
        client.Dispose();
        return first;
    }
}
