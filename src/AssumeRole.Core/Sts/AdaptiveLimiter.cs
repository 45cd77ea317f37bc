namespace AssumeRole.Sts;

/// <summary>
/// How many requests of one run may be on their way to STS at the same time. Nothing bounds them until STS throttles. Then, once as
/// many answers have come as requests were on their way, the part that was throttled is looked at: more than a quarter takes half
/// of that part away; less gives a tenth and one back. So refusals by mere chance cost nothing, and where STS serves so many a
/// second and no more, about a quarter of the requests are refused in the end, however many callers wait.
/// </summary>
internal sealed class AdaptiveLimiter
{
    private const double Tolerated = 0.25;
    private const double Growth = 1.1;

    private readonly object guard = new();
    private readonly Queue<TaskCompletionSource> waiting = new();
    private double allowed = double.PositiveInfinity;
    private int running;
    private int most;
    private int answered;
    private int throttled;
    private long served;

    public double Allowed => Math.Floor(Volatile.Read(ref allowed));

    public int Running => Volatile.Read(ref running);

    /// <summary>How many STS has dealt with: as long as it grows, waiting helps.</summary>
    public long Served => Interlocked.Read(ref served);

    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource place;
        lock (guard)
        {
            if (waiting.Count == 0 && HasPlace)
            {
                Begin();
                return;
            }

            place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(place);
        }

        using var registration = cancellationToken.UnsafeRegister(_ => place.TrySetCanceled(cancellationToken), null);
        await place.Task.ConfigureAwait(false);
    }

    public void Leave(StsOutcome outcome)
    {
        lock (guard)
        {
            running--;
            if (outcome != StsOutcome.Unanswered) answered++;
            if (outcome == StsOutcome.Served) Interlocked.Increment(ref served);
            if (outcome == StsOutcome.Throttled) throttled++;
            if (answered >= most) Adjust();
            while (HasPlace && waiting.TryDequeue(out var next))
                if (next.TrySetResult()) Begin();
        }
    }

    private bool HasPlace => running < Math.Floor(allowed);

    private void Begin()
    {
        running++;
        most = Math.Max(most, running);
    }

    private void Adjust()
    {
        var part = (double)throttled / answered;
        if (part > Tolerated) allowed = Math.Max(1, Math.Min(allowed, most) * (1 - (part / 2)));
        else if (most >= Math.Floor(allowed)) allowed = (allowed * Growth) + 1;
        (most, answered, throttled) = (running, 0, 0);
    }
}

internal enum StsOutcome
{
    /// <summary>Nothing answered, STS itself failed, or the caller gave up.</summary>
    Unanswered,

    /// <summary>STS dealt with it, even if it said no.</summary>
    Served,

    Throttled,
}
