namespace AssumeRole.Metadata;

/// <summary>
/// Asks for a token, again if the answer does not come. The first request stays open while the next is sent, so that a late answer
/// still counts.
/// </summary>
internal sealed class TokenRequest(
    MetadataTransport transport, MetadataOptions options, TimeProvider time, CancellationToken cancellationToken)
{
    public const string Path = "latest/api/token";

    private readonly ConnectionTrace first = new(time);
    private readonly TaskCompletionSource serviceAnswers = new();

    /// <summary>Whether a byte of an answer arrived.</summary>
    public bool HasBegun => first.Answering;

    /// <summary>How long the first request's connection has been open, if one had to be opened and was.</summary>
    public TimeSpan? OpenFor => first.OpenFor;

    /// <summary>
    /// Says that the service answers other requests at once. A second request is then sent without further delay, and is the last:
    /// both silent are enough, and one lost packet is not.
    /// </summary>
    public void ServiceAnswers() => serviceAnswers.TrySetResult();

    /// <summary>Asks. Never throws: once cancelled, it ends with what was seen.</summary>
    public async Task<MetadataAnswer> AskAsync()
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pending = new List<Task<MetadataAnswer>>();
        MetadataAnswer? seen = null;
        for (var attempt = 1; attempt == 1 || IsNextWanted(attempt) && !over.IsCancellationRequested; attempt++)
        {
            pending.Add(transport.SendAsync(HttpMethod.Put, Path, null, attempt == 1 ? first : new ConnectionTrace(time), over.Token));
            var pause = Task.Delay(Patience, time, over.Token);
            var hurry = attempt == 1 && options.Attempts > 1 ? serviceAnswers.Task : pause;
            while (pending.Count > 0
                && await Task.WhenAny([.. pending, pause, hurry]).ConfigureAwait(false) is Task<MetadataAnswer> ended)
            {
                pending.Remove(ended);
                seen = Tell(seen, await ended.ConfigureAwait(false));
                if (seen is { Kind: MetadataAnswerKind.Complete, Status: < 500 }) over.Cancel();
            }
        }

        over.Cancel();
        foreach (var late in await Task.WhenAll(pending).ConfigureAwait(false)) seen = Tell(seen, late);
        return seen!;
    }

    private bool IsNextWanted(int attempt) => attempt <= options.Attempts && (attempt == 2 || !serviceAnswers.Task.IsCompleted);

    /// <summary>A time-out below the probe's own measure of silence would take every answer for late.</summary>
    private TimeSpan Patience => options.Timeout > MetadataProbe.Silence ? options.Timeout : MetadataProbe.Silence;

    /// <summary>An answer tells more than silence, a whole one more than any other, and of two alike the later.</summary>
    private static MetadataAnswer Tell(MetadataAnswer? seen, MetadataAnswer answer) =>
        seen is null || Rank(answer) >= Rank(seen) && answer.Kind != MetadataAnswerKind.Silent ? answer : seen;

    private static int Rank(MetadataAnswer answer) => answer switch
    {
        { Kind: MetadataAnswerKind.Complete, Status: < 500 } => 4,
        { Kind: MetadataAnswerKind.Complete } => 3,
        { Kind: MetadataAnswerKind.Slow or MetadataAnswerKind.Invalid } => 2,
        { Kind: MetadataAnswerKind.Unreachable } => 1,
        _ => 0,
    };
}
