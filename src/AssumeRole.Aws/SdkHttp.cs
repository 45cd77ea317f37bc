using Amazon.Runtime;
using AssumeRole.Connections;

namespace AssumeRole.Aws;

/// <summary>
/// Reads each answer to its end before the SDK sees it, and no more than a limit. The SDK reads from the connection as it parses: a body
/// without an end would fill the memory, and one that drips would outlast the client's time-out. It also names the program and notes
/// what <see cref="HttpTrace"/> holds.
/// </summary>
internal sealed class BoundedAnswers : DelegatingHandler
{
    /// <summary>The longest answer: an object of S3 has up to 4 MiB here, a secret 64 KiB, credentials a few kilobytes.</summary>
    public const int Longest = 5 * 1024 * 1024;

    private const string UserAgent = "User-Agent";

    private static readonly string Name = $"AssumeRole/{typeof(BoundedAnswers).Assembly.GetName().Version!.ToString(3)}";

    public BoundedAnswers(bool useProxy, CertificateBundle? bundle = null, TracedConnections? connections = null)
        : this(new HttpConnections(useProxy ? new EnvironmentProxy() : null, bundle, connections))
    {
    }

    internal BoundedAnswers(HttpMessageHandler inner)
        : base(inner)
    {
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var trace = HttpTrace.Current;
        if (trace is not null) request.Options.Set(ConnectionTrace.Key, trace.Connection);
        AddName(request);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            trace?.Note(response);
            // .NET 8 has no overload with a token. Disposing of the answer ends a reading that was given up.
            var reading = response.Content.LoadIntoBufferAsync(Longest);
            reading.Forget();
            await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>In front of the SDK's own names, so that CloudTrail shows it. The signature does not cover this header.</summary>
    private static void AddName(HttpRequestMessage request)
    {
        var others = request.Headers.NonValidated.TryGetValues(UserAgent, out var values) ? " " + values.ToString() : string.Empty;
        request.Headers.Remove(UserAgent);
        request.Headers.TryAddWithoutValidation(UserAgent, Name + others);
    }
}

/// <summary>The SDK's HTTP clients, with bounded answers: one for AWS's own hosts, one for this machine, which is reached without a proxy.</summary>
internal sealed class SdkHttpClientFactory(bool isLoopback, CertificateBundle? bundle) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
        new(new BoundedAnswers(useProxy: !isLoopback, bundle)) { Timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan };

    // The SDK keeps a client for ever for each text: one for all ports, or every sandbox of a long process would leave one behind. Its
    // connections are kept by address, and go when they are idle.
    public override string GetConfigUniqueString(IClientConfig clientConfig) =>
        $"AssumeRole {(isLoopback ? "loopback " : string.Empty)}{clientConfig.Timeout} {bundle?.Version}";
}

/// <summary>
/// What one request showed on its way and the SDK does not hand out: how far the connection came, and the answer's date, status and id.
/// It travels from the adapter, through the SDK, to <see cref="BoundedAnswers"/> with the asynchronous flow.
/// </summary>
internal sealed class HttpTrace
{
    private static readonly AsyncLocal<HttpTrace?> Flowing = new();

    public static HttpTrace? Current => Flowing.Value;

    public ConnectionTrace Connection { get; } = new(TimeProvider.System);

    /// <summary>The server's clock in whole seconds; null if the answer has no Date.</summary>
    public DateTimeOffset? Date { get; private set; }

    /// <summary>0 without an answer.</summary>
    public int Status { get; private set; }

    public string? RequestId { get; private set; }

    /// <summary>Traces the requests of the calling method and of what it calls, until that method returns.</summary>
    public static HttpTrace Begin() => Flowing.Value = new HttpTrace();

    public void Note(HttpResponseMessage answer)
    {
        Date = answer.Headers.Date;
        Status = (int)answer.StatusCode;
        RequestId = answer.Headers.NonValidated.TryGetValues("x-amzn-RequestId", out var ids) ? ids.First() : null;
    }
}
