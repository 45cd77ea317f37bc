using AssumeRole.Findings;

namespace AssumeRole.Metadata;

/// <summary>
/// Finds out why the metadata service gives no token, by asking for the same thing in two ways: a PUT for a token, and a GET
/// without one. The GET counts in the account's MetadataNoToken metric, so it is sent only when it can tell something.
/// </summary>
/// <param name="http">The client; see <see cref="InstanceMetadataClient.CreateHttpClient()"/>.</param>
/// <param name="options">Where to ask and how patiently.</param>
/// <param name="time">The clock for time-outs.</param>
public sealed class MetadataProbe(HttpClient http, MetadataOptions options, TimeProvider time)
{
    /// <summary>
    /// How long a token request may take before it counts as silent, and a request without a token before it counts as slow. The
    /// service answers within milliseconds.
    /// </summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(250);

    /// <summary>A path whose answer names the instance, where IMDSv1 is open.</summary>
    private const string InstanceIdPath = "latest/meta-data/instance-id";

    private string Target => options.Endpoint.WithoutSecrets();

    /// <summary>Asks for a token and diagnoses.</summary>
    /// <param name="detailed">Whether to send the GET without a token even if the token comes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<MetadataDiagnosis> ProbeAsync(bool detailed, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (options.Disabled) return MetadataReading.Forbidden(Target);

        var transport = new MetadataTransport(http, options, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var request = new TokenRequest(transport, options, time, over.Token);
        var reading = await AskAsync(transport, request, detailed, over).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return reading.Diagnose();
    }

    private async Task<MetadataReading> AskAsync(
        MetadataTransport transport, TokenRequest request, bool detailed, CancellationTokenSource over)
    {
        var asking = request.AskAsync();
        var tokenless = detailed ? AskWithoutTokenAsync(transport, over.Token) : null;
        if (await IsSilentAsync(asking, request, over.Token).ConfigureAwait(false))
        {
            tokenless ??= AskWithoutTokenAsync(transport, over.Token);
            request.CompareWith(tokenless);
            if (await Task.WhenAny(asking, tokenless).ConfigureAwait(false) == tokenless
                && await tokenless.ConfigureAwait(false) is var answer
                && MetadataReading.IsServed(answer)
                && answer.Elapsed <= Silence)
            {
                request.ServiceAnswers();
            }
        }

        var token = await asking.ConfigureAwait(false);
        var isWanted = detailed || token.Kind is MetadataAnswerKind.Silent or MetadataAnswerKind.Unreachable;
        if (!isWanted) over.Cancel();
        var open = tokenless is null ? null : await tokenless.ConfigureAwait(false);
        return new MetadataReading(Target, token, isWanted ? open : null, transport.Sent);
    }

    private async Task<bool> IsSilentAsync(Task<MetadataAnswer> asking, TokenRequest request, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        for (var left = Left(); left > TimeSpan.Zero && !asking.IsCompleted && !cancellationToken.IsCancellationRequested; left = Left())
            await Task.WhenAny(asking, Task.Delay(left, time, enough.Token)).ConfigureAwait(false);
        enough.Cancel();
        if (cancellationToken.IsCancellationRequested) return false;
        return asking.IsCompleted ? (await asking.ConfigureAwait(false)).Kind == MetadataAnswerKind.Silent : !request.HasBegun;

        // A program that has just started may be slow to connect; the service cannot be silent before it is asked.
        TimeSpan Left() => request.Age is var age && age < Silence ? Silence - age
            : request.OpenFor is { } open ? Silence - open : TimeSpan.Zero;
    }

    private async Task<MetadataAnswer> AskWithoutTokenAsync(MetadataTransport transport, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.Timeout > Silence ? options.Timeout : Silence, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        return await transport.SendAsync(HttpMethod.Get, InstanceIdPath, null, new ConnectionTrace(time), over.Token)
            .ConfigureAwait(false);
    }
}

/// <summary>What the differential probe found.</summary>
/// <param name="Verdict">What it makes of the answers.</param>
/// <param name="Evidence">What was seen, as one or more sentences. Never a secret.</param>
/// <param name="RoundTrips">How many requests were sent.</param>
public sealed record MetadataDiagnosis(MetadataVerdict Verdict, string Evidence, int RoundTrips)
{
    /// <summary>What is wrong, or null if the verdict is healthy.</summary>
    public Finding? Finding { get; init; }

    /// <summary>The token that was issued, for the reads that follow, or null.</summary>
    public Secret? Token { get; init; }

    /// <summary>The instance's id, if a request without a token gave it.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Whether a request without a token is served, or null if none was sent or its answer does not tell.</summary>
    public bool? Version1Open { get; init; }

    /// <summary>The exception that showed it, if any.</summary>
    internal Exception? Error { get; init; }
}

/// <summary>What the differential probe makes of the answers to a token request and to a request without a token.</summary>
public enum MetadataVerdict
{
    /// <summary>The token was issued.</summary>
    Healthy,

    /// <summary>
    /// A request without a token is answered at once and the token request is not: of all answers only the one to the token
    /// request carries the limited IP time to live (EC2 guide, "Use IMDS").
    /// </summary>
    HopLimitTooLow,

    /// <summary>Nothing is there, or a firewall refuses: no connection, or one that is reset.</summary>
    Unreachable,

    /// <summary>Neither request is answered. A silent GET does not clear the hop limit.</summary>
    Silent,

    /// <summary>The service is switched off, or must not be used, or a proxy says for whom it asks.</summary>
    Disabled,

    /// <summary>Something answers that knows no tokens.</summary>
    Proxy,

    /// <summary>The service answers with an error.</summary>
    ServiceError,

    /// <summary>What answers is no token, broken off, too long or not HTTP.</summary>
    AnswerInvalid,

    /// <summary>An answer begins and does not end in time.</summary>
    Slow,
}
