using AssumeRole.Findings;

namespace AssumeRole.Metadata;

/// <summary>
/// Finds out why the metadata service gives no token, by asking for the same thing in two ways: a PUT for a token, and a GET
/// without one. The GET counts in the account's MetadataNoToken metric, so it is sent only when it can tell something.
/// </summary>
internal sealed class MetadataProbe(HttpClient http, MetadataOptions options, TimeProvider time)
{
    /// <summary>How long a token request may be silent, or a request without a token slow. The service answers within milliseconds.</summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(250);

    /// <summary>A path whose answer names the instance, where IMDSv1 is open.</summary>
    private const string InstanceIdPath = "latest/meta-data/instance-id";

    private string Target => options.Endpoint.WithoutSecrets();

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
        return await transport.SendAsync(HttpMethod.Get, InstanceIdPath, null, over.Token).ConfigureAwait(false);
    }
}

internal sealed record MetadataDiagnosis(string Evidence, int RoundTrips)
{
    /// <summary>Null if the token was issued.</summary>
    public Finding? Finding { get; init; }

    public Secret? Token { get; init; }

    public string? InstanceId { get; init; }

    /// <summary>Whether a request without a token is served, or null if none was sent or its answer does not tell.</summary>
    public bool? Version1Open { get; init; }

    internal Exception? Error { get; init; }
}

internal sealed record MetadataReading(string Target, MetadataAnswer Token, MetadataAnswer? Tokenless, int RoundTrips)
{
    private const string TokenPath = "PUT /" + TokenRequest.Path;

    /// <summary>
    /// Silence counts as a hop-limit problem from this multiple of the GET's latency on: before, the answer may only be late.
    /// </summary>
    public const int Margin = 4;

    public static MetadataDiagnosis Forbidden(string target)
    {
        var finding = FindingCatalogue.MetadataDisabled.For(
            target,
            "AWS_EC2_METADATA_DISABLED is true.",
            cause: "The instance metadata service must not be used.",
            remedy: "Unset AWS_EC2_METADATA_DISABLED.");
        return new MetadataDiagnosis(finding.Evidence, 0) { Finding = finding };
    }

    /// <summary>Whether a request without a token was answered as the service answers it: 401, or 200 where IMDSv1 is open.</summary>
    public static bool IsServed(MetadataAnswer answer) => answer.Has(200) || answer.Has(401);

    public MetadataDiagnosis Diagnose()
    {
        var diagnosis = Token switch
        {
            { Kind: MetadataAnswerKind.Silent } => ReadSilence(),
            { Kind: MetadataAnswerKind.Complete } => ReadAnswer(),
            { Kind: MetadataAnswerKind.Unreachable } when Tokenless?.Kind == MetadataAnswerKind.Complete => ReadCut(),
            _ => Conclude(MetadataFault.Explain(Target, TokenPath, Token)),
        };
        return diagnosis with
        {
            Error = Token.Error,
            InstanceId = InstanceId,
            Version1Open = Tokenless is null ? null : Tokenless.Has(200) ? true : Tokenless.Has(401) ? false : null,
        };
    }

    private string? InstanceId => Tokenless is { } answer && answer.Has(200) ? MetadataText.ReadInstanceId(answer.Body) : null;

    private MetadataDiagnosis ReadAnswer()
    {
        if (Token.Status == 200 && MetadataFault.IsToken(Token.Body))
        {
            var seen = Tokenless is null ? "The IMDSv2 token was issued." : $"The IMDSv2 token was issued. {Describe(Tokenless)}";
            return new MetadataDiagnosis(seen, RoundTrips) { Token = new Secret(Token.Body) };
        }

        // A proxy serves the documents and knows no tokens; whatever else answers 404 here is no metadata service of EC2.
        return Token.Status is 404 or 405 && Tokenless is { Kind: MetadataAnswerKind.Complete, Status: not (200 or 401) }
            ? Conclude(FindingCatalogue.MetadataUnavailable.For(
                Target, MetadataFault.Describe(TokenPath, Token), cause: "What answers at the metadata address is not EC2's service."))
            : Conclude(MetadataFault.Explain(Target, TokenPath, Token));
    }

    private MetadataDiagnosis ReadCut() => Conclude(FindingCatalogue.MetadataUnavailable.For(
        Target,
        MetadataFault.Describe(TokenPath, Token),
        cause: "Token requests are cut off on the way, and other requests to the metadata service are not.",
        remedy: $"Look for a proxy, a firewall or a security agent that does not let {TokenPath} pass."));

    private MetadataDiagnosis ReadSilence()
    {
        var sent = RoundTrips - (Tokenless is null ? 0 : 1);
        var silence = MetadataFault.Describe(sent > 1 ? $"{TokenPath}, sent {sent} times," : TokenPath, Token);
        // Of all answers only the one to the token request carries the limited IP time to live (EC2 guide, "Use IMDS").
        if (Tokenless is { } answer && IsServed(answer) && answer.Elapsed * Margin <= Token.Elapsed)
            return Conclude(FindingCatalogue.MetadataHopLimit.For(Target, silence, remedy: MetadataFault.RaiseHopLimit(InstanceId)));

        // A service that is switched off says so to both, and its answer to the PUT may have died on the way.
        if (Tokenless?.Has(403) == true) return Conclude(FindingCatalogue.MetadataDisabled.For(Target, silence));
        if (Token.NeverConnected && Tokenless?.NeverConnected == true) silence = $"No connection opened. {silence}";
        return Conclude(FindingCatalogue.MetadataSilent.For(Target, silence));
    }

    private MetadataDiagnosis Conclude(Finding finding)
    {
        var whole = Tokenless is null ? finding : finding with { Evidence = $"{finding.Evidence} {Describe(Tokenless)}" };
        return new MetadataDiagnosis(whole.Evidence, RoundTrips) { Finding = whole };
    }

    private static string Describe(MetadataAnswer tokenless) => MetadataFault.Describe("A GET without a token", tokenless);
}
