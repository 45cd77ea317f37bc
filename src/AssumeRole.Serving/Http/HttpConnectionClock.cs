namespace AssumeRole.Http;

/// <summary>The phase that a connection is in and when it has lasted too long; the server watches it from another thread.</summary>
internal sealed class HttpConnectionClock(HttpServerOptions options, TimeProvider time)
{
    private volatile HttpConnectionPhase phase = HttpConnectionPhase.Handler;
    private long deadline = long.MaxValue;
    private long began;

    public HttpConnectionPhase Phase => phase;

    /// <summary>When the present phase began, by the clock's timestamps; of no meaning in the handler's. Set before the phase is.</summary>
    public long Began => Volatile.Read(ref began);

    /// <summary>Starts a phase and its deadline. Staying in one does not move the deadline: a dripping client is cut.</summary>
    public void Enter(HttpConnectionPhase next)
    {
        if (next == phase) return;
        var now = time.GetTimestamp();
        if (next != HttpConnectionPhase.Handler) Volatile.Write(ref began, now);
        Volatile.Write(ref deadline, long.MaxValue);
        phase = next;
        var allowed = next switch
        {
            HttpConnectionPhase.Idle => options.IdleTimeout,
            HttpConnectionPhase.Head => options.HeaderTimeout,
            HttpConnectionPhase.Body => options.BodyTimeout,
            HttpConnectionPhase.Send => options.SendTimeout,
            HttpConnectionPhase.Linger => options.LingerTimeout,
            _ => Timeout.InfiniteTimeSpan,
        };
        if (allowed == Timeout.InfiniteTimeSpan) return;
        var ticks = (long)(allowed.TotalSeconds * time.TimestampFrequency);
        Volatile.Write(ref deadline, now + ticks);
    }

    /// <summary>The phase whose deadline has passed, once; null if none has.</summary>
    public HttpConnectionPhase? TakeExpired(long timestamp)
    {
        // The phase is read first: if the connection leaves it meanwhile, the deadline is another, and the exchange fails.
        var lasting = phase;
        var due = Volatile.Read(ref deadline);
        return timestamp >= due && Interlocked.CompareExchange(ref deadline, long.MaxValue, due) == due ? lasting : null;
    }
}
