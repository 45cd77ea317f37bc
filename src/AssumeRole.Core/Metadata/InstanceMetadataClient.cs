using AssumeRole.Findings;

namespace AssumeRole.Metadata;

/// <summary>Reads EC2 instance metadata over IMDSv2 (EC2 guide, "Use IMDS"), and never falls back to IMDSv1.</summary>
internal sealed class InstanceMetadataClient(HttpClient http, MetadataOptions options, TimeProvider time)
{
    private readonly MetadataTransport transport = new(http, options, time);
    private volatile string? token;
    private TimeSpan clockOffset;

    public Uri Endpoint => options.Endpoint;

    public MetadataProbe Probe { get; } = new(http, options, time);

    /// <summary>The time by the service's clock, as its last answer told it, or else by this machine's.</summary>
    internal DateTime ServiceTime => (time.GetUtcNow() + clockOffset).UtcDateTime;

    /// <summary>
    /// Goes past every proxy, which would answer from its own instance, or be refused for the X-Forwarded-For that it adds.
    /// </summary>
    public static HttpClient CreateHttpClient(TracedConnections? connections = null) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectCallback = (connections ?? new TracedConnections()).OpenAsync,
    })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = 1 << 20,
    };

    /// <summary>Reads with a token that the probe got, so that none is asked for again.</summary>
    public void UseToken(Secret issued) => token = issued.Reveal();

    /// <summary>Gets the session token of IMDSv2, once; throws what the probe finds.</summary>
    public async Task<string> AuthorizeAsync(CancellationToken cancellationToken)
    {
        if (token is { } known && !options.Disabled) return known;
        var diagnosis = await Probe.ProbeAsync(detailed: false, cancellationToken).ConfigureAwait(false);
        UseToken(diagnosis.Token ?? throw new AssumeRoleException(diagnosis.Finding!, diagnosis.Error));
        return diagnosis.Token.Reveal();
    }

    /// <summary>Reads one path below the root; null if there is no such path.</summary>
    public async Task<string?> GetAsync(string path, CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(path, isJson: false, cancellationToken).ConfigureAwait(false);
        return answer.Has(404) ? null : answer.Body.Trim();
    }

    /// <summary>Reads one path, again if the answer may be another the next time. The status of what it returns is 200 or 404.</summary>
    internal async Task<MetadataAnswer> ReadAsync(string path, bool isJson, CancellationToken cancellationToken)
    {
        for (var renewed = false; ; renewed = true)
        {
            var shown = await AuthorizeAsync(cancellationToken).ConfigureAwait(false);
            var answer = await MetadataRetry.ReadAsync(options, isJson, over => SendAsync(path, shown, over), time, cancellationToken)
                .ConfigureAwait(false);
            if (answer.Has(200) || answer.Has(404)) return answer;
            // The token ran out, or the instance was moved: tokens are bound to the instance.
            if (!answer.Has(401) || renewed) throw new AssumeRoleException(Explain(path, answer), answer.Error);
            Interlocked.CompareExchange(ref token, null, shown);
        }
    }

    private async Task<MetadataAnswer> SendAsync(string path, string shown, CancellationToken over)
    {
        var answer = await transport.SendAsync(HttpMethod.Get, path, shown, over).ConfigureAwait(false);
        if (answer.Date is { } date) clockOffset = date - time.GetUtcNow();
        return answer;
    }

    /// <summary>A token was issued, so the way is open and the hop limit is not in question.</summary>
    private Finding Explain(string path, MetadataAnswer answer)
    {
        var finding = MetadataFault.Explain(options.Endpoint.WithoutSecrets(), $"GET /{path}", answer);
        return finding.Kind.Id is nameof(FindingCatalogue.MetadataSilent)
            ? finding with { Cause = "The instance metadata service stopped answering.", Remedy = FindingCatalogue.MetadataSlow.Remedy }
            : finding;
    }
}
