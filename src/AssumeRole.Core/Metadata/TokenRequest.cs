using AssumeRole.Connections;

namespace AssumeRole.Metadata;

/// <summary>Asks for a token, again if no answer comes. The first request stays open, so that a late answer still counts.</summary>
internal sealed class TokenRequest(
    MetadataTransport transport, MetadataOptions options, TimeProvider time, CancellationToken cancellationToken) : IDisposable
{
    public const string Path = "latest/api/token";

    private readonly ConnectionTrace first = new(time);
    private readonly long started = time.GetTimestamp();
    private readonly TaskCompletionSource serviceAnswers = new();
    private Task<MetadataAnswer>? tokenless;
    private long sentAt;
    private readonly CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    public bool HasBegun => first.Answering;

    public TimeSpan? OpenFor => first.OpenFor;

    public TimeSpan Age => time.GetElapsedTime(started);

    /// <summary>The token counts as missing after <see cref="MetadataReading.Margin"/> times as long as another request took.</summary>
    public void CompareWith(Task<MetadataAnswer> other) => tokenless = other;

    /// <summary>The service answers other requests at once: a second request is sent without delay, and is the last.</summary>
    public void ServiceAnswers() => serviceAnswers.TrySetResult();

    /// <summary>Asks. Never throws: once cancelled, it ends with what was seen.</summary>
    public async Task<MetadataAnswer> AskAsync()
    {
        var pending = new List<Task<MetadataAnswer>>();
        MetadataAnswer? seen = null;
        for (var attempt = 1; attempt == 1 || IsNextWanted(attempt) && !over.IsCancellationRequested; attempt++)
        {
            var isFirst = attempt == 1;
            pending.Add(transport.SendAsync(HttpMethod.Put, Path, null, over.Token, isFirst ? first : null));
            if (isFirst) sentAt = time.GetTimestamp();
            var waited = isFirst ? Age : TimeSpan.Zero;
            var pause = Task.Delay(waited < Patience ? Patience - waited : TimeSpan.Zero, time, over.Token);
            var hurry = attempt == 1 && options.Attempts > 1 ? serviceAnswers.Task : pause;
            await ListenUntilAsync(Task.WhenAny(pause, hurry)).ConfigureAwait(false);
        }

        await ListenUntilAsync(IsSilentForLongAsync()).ConfigureAwait(false);
        over.Cancel();
        foreach (var late in await Task.WhenAll(pending).ConfigureAwait(false)) seen = Tell(seen, late);
        return seen!;

        async Task ListenUntilAsync(Task end)
        {
            while (pending.Count > 0
                && await Task.WhenAny([.. pending, end]).ConfigureAwait(false) is Task<MetadataAnswer> ended)
            {
                pending.Remove(ended);
                seen = Tell(seen, await ended.ConfigureAwait(false));
                if (seen?.IsSettled == true) over.Cancel();
            }
        }
    }

    public void Dispose() => over.Dispose();

    /// <summary>Completes when the silence has lasted long enough to compare it with the other request, which has a time-out of its own.</summary>
    private async Task IsSilentForLongAsync()
    {
        if (tokenless is null) return;
        var other = await tokenless.ConfigureAwait(false);
        if (!MetadataReading.IsServed(other)) return;
        for (var left = Left(); left > TimeSpan.Zero && !over.IsCancellationRequested; left = Left())
            await Task.WhenAny(Task.Delay(left, time, over.Token)).ConfigureAwait(false);

        TimeSpan Left() => other.Elapsed * MetadataReading.Margin - time.GetElapsedTime(sentAt);
    }

    private bool IsNextWanted(int attempt) => attempt <= options.Attempts && (attempt == 2 || !serviceAnswers.Task.IsCompleted);

    /// <summary>A time-out below the probe's own measure of silence would take every answer for late.</summary>
    private TimeSpan Patience => options.Timeout > MetadataProbe.Silence ? options.Timeout : MetadataProbe.Silence;

    /// <summary>An answer tells more than silence, a whole one more than any other, and of two alike the later.</summary>
    private static MetadataAnswer Tell(MetadataAnswer? seen, MetadataAnswer answer) =>
        seen is null || Rank(answer) >= Rank(seen) && answer.Kind != MetadataAnswerKind.Silent ? answer : seen;

    private static int Rank(MetadataAnswer answer) => answer switch
    {
        { IsSettled: true } => 4,
        { Kind: MetadataAnswerKind.Complete } => 3,
        { Kind: MetadataAnswerKind.Slow or MetadataAnswerKind.Invalid } => 2,
        { Kind: MetadataAnswerKind.Unreachable } => 1,
        _ => 0,
    };
}
