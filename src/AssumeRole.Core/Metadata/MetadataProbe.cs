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
