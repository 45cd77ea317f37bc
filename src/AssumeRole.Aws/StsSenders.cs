using System.Collections.Concurrent;
using AssumeRole.Cryptography;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>The senders to all endpoints of a process, and the HTTP clients that they share.</summary>
/// <param name="time">Says when requests are signed.</param>
internal sealed class StsSenders(TimeProvider time)
{
    private const int MostSenders = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Sandboxes come and go, each on another port: no room for many, and begun anew when it is full.
    private readonly ConcurrentDictionary<StsEndpoint, StsSender> senders = new();
    private HttpClient? shared;
    private HttpClient? direct;

    /// <summary>Ends HTTP here instead of at a socket, if not null.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>What the user calls the program that asks; see the SDKs' guide, "application ID".</summary>
    public string? Application { get; init; } = Environment.GetEnvironmentVariable("AWS_SDK_UA_APP_ID");

    /// <summary>How long one answer may take.</summary>
    public TimeSpan Timeout { get; init; } = Patience;

    /// <summary>The clock, for answers that have no Date.</summary>
    public TimeProvider Time => time;

    /// <summary>How many endpoints are kept for later calls.</summary>
    public int Kept => senders.Count;

    /// <summary>The sender to an endpoint, made if there is none.</summary>
    /// <exception cref="Findings.AssumeRoleException">TlsLibraryMissing.</exception>
    public StsSender Find(StsEndpoint endpoint)
    {
        if (senders.TryGetValue(endpoint, out var sender)) return sender;
        if (senders.Count >= MostSenders) senders.Clear();
        return senders.GetOrAdd(endpoint, Create);
    }

    /// <summary>One client for all endpoints of AWS, and one for all of loopback: what it is made with is the same for each.</summary>
    private StsSender Create(StsEndpoint endpoint)
    {
        var address = StsAddress.Of(endpoint);
        OpenSsl.RequireFor(address.Url);
        // A proxy may itself speak TLS.
        if (!address.Url.IsLoopback && HttpClient.DefaultProxy.GetProxy(address.Url) is { } proxy) OpenSsl.RequireFor(proxy);
        var http = address.Url.IsLoopback ? Keep(ref direct, isLoopback: true) : Keep(ref shared, isLoopback: false);
        return new StsSender(address, http, time, Application);
    }

    private HttpClient CreateClient(bool isLoopback) => Handler is { } handler
        ? new HttpClient(handler, disposeHandler: false) { Timeout = Timeout }
        : new HttpClient(CreateHandler(isLoopback)) { Timeout = Timeout };

    /// <summary>What opens connections, to this machine or to any other.</summary>
    internal SocketsHttpHandler CreateHandler(bool isLoopback) => new()
    {
        // A request carries a session token, and it is signed for one host.
        AllowAutoRedirect = false,
        // A proxy from HTTP_PROXY would look for 127.0.0.1 on its own.
        UseProxy = !isLoopback,
        UseCookies = false,
        // STS knows no trace headers, and all of .NET's tracing is loaded for them.
        ActivityHeadersPropagator = null,
        ConnectTimeout = Timeout,
    };

    private HttpClient Keep(ref HttpClient? kept, bool isLoopback)
    {
        if (kept is { } made) return made;
        var client = CreateClient(isLoopback);
        client.MaxResponseContentBufferSize = StsSender.LongestAnswer;
        if (Interlocked.CompareExchange(ref kept, client, null) is not { } first) return client;
        client.Dispose();
        return first;
    }
}
