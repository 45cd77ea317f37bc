using AssumeRole.Findings;

namespace AssumeRole.Metadata;

/// <summary>
/// Reads EC2 instance metadata over IMDSv2 (EC2 guide, "Use IMDS"). It never falls back to IMDSv1: a token that does not come is
/// an error with a cause, not a reason to read without one.
/// </summary>
/// <param name="http">The client; see <see cref="CreateHttpClient()"/>.</param>
/// <param name="options">Where to ask and how patiently.</param>
/// <param name="time">The clock for time-outs.</param>
public sealed class InstanceMetadataClient(HttpClient http, MetadataOptions options, TimeProvider time)
{
    private readonly MetadataTransport transport = new(http, options, time);
    private volatile string? token;
    private TimeSpan clockOffset;

    /// <summary>Where the service is.</summary>
    public Uri Endpoint => options.Endpoint;

    /// <summary>The differential probe of the same service.</summary>
    public MetadataProbe Probe { get; } = new(http, options, time);

    /// <summary>The time by the service's clock, as its last answer told it, or else by this machine's.</summary>
    internal DateTime ServiceTime => (time.GetUtcNow() + clockOffset).UtcDateTime;

    /// <summary>
    /// A client that goes straight to the service: a proxy would answer from its own instance, or be refused for the
    /// X-Forwarded-For header that it adds.
    /// </summary>
    public static HttpClient CreateHttpClient() => CreateHttpClient(new TracedConnections());

    /// <inheritdoc cref="CreateHttpClient()"/>
    /// <param name="connections">Opens the connections.</param>
    internal static HttpClient CreateHttpClient(TracedConnections connections) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectCallback = connections.OpenAsync,
    })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = 1 << 20,
    };

    /// <summary>Reads with a token that the probe got, so that none is asked for again.</summary>
    public void UseToken(Secret issued)
    {
        ArgumentNullException.ThrowIfNull(issued);
        token = issued.Reveal();
    }

    /// <summary>Gets the session token of IMDSv2, once.</summary>
    /// <exception cref="AssumeRoleException">What the probe finds: MetadataHopLimit, MetadataDisabled, MetadataUnavailable, …</exception>
    public Task AuthorizeAsync(CancellationToken cancellationToken) => GetTokenAsync(cancellationToken);

    /// <summary>Reads one path.</summary>
    /// <param name="path">Below the root, such as latest/meta-data/placement/region.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The text, or null if there is no such path.</returns>
    /// <exception cref="AssumeRoleException">As <see cref="AuthorizeAsync"/>.</exception>
    public async Task<string?> GetAsync(string path, CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(path, isJson: false, cancellationToken).ConfigureAwait(false);
        return answer.Has(404) ? null : answer.Body.Trim();
    }

    /// <summary>Reads one path, again if the answer may be another the next time.</summary>
    /// <param name="path">Below the root.</param>
    /// <param name="isJson">Whether the document should be JSON.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A whole answer with the status 200 or 404.</returns>
    /// <exception cref="AssumeRoleException">As <see cref="AuthorizeAsync"/>.</exception>
    internal async Task<MetadataAnswer> ReadAsync(string path, bool isJson, CancellationToken cancellationToken)
    {
        for (var renewed = false; ; renewed = true)
        {
            var shown = await GetTokenAsync(cancellationToken).ConfigureAwait(false);
            var answer = await SendAsync(path, isJson, shown, cancellationToken).ConfigureAwait(false);
            if (answer.Has(200) || answer.Has(404)) return answer;
            // The token ran out, or the instance was moved: tokens are bound to the instance.
            if (!answer.Has(401) || renewed) throw new AssumeRoleException(Explain(path, answer), answer.Error);
            Interlocked.CompareExchange(ref token, null, shown);
        }
    }

    private async Task<string> GetTokenAsync(CancellationToken cancellationToken)
    {
        if (token is { } known && !options.Disabled) return known;
        var diagnosis = await Probe.ProbeAsync(detailed: false, cancellationToken).ConfigureAwait(false);
        UseToken(diagnosis.Token ?? throw new AssumeRoleException(diagnosis.Finding!, diagnosis.Error));
        return diagnosis.Token.Reveal();
    }

    private Task<MetadataAnswer> SendAsync(string path, bool isJson, string shown, CancellationToken cancellationToken) =>
        MetadataRetry.ReadAsync(
            options,
            isJson,
            async over =>
            {
                var answer = await transport.SendAsync(HttpMethod.Get, path, shown, new ConnectionTrace(time), over).ConfigureAwait(false);
                if (answer.Date is { } date) clockOffset = date - time.GetUtcNow();
                return answer;
            },
            time,
            cancellationToken);

    /// <summary>A token was issued, so the way is open and the hop limit is not in question.</summary>
    private Finding Explain(string path, MetadataAnswer answer)
    {
        var finding = MetadataFault.Of(options.Endpoint.WithoutSecrets(), $"GET /{path}", answer);
        return finding.Kind.Id is nameof(FindingCatalogue.MetadataSilent)
            ? finding with { Cause = "The instance metadata service stopped answering.", Remedy = FindingCatalogue.MetadataSlow.Remedy }
            : finding;
    }
}
