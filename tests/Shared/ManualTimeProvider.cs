namespace AssumeRole.Testing;

/// <summary>A clock that stands still until a test moves it; timers fire on the thread that moves it.</summary>
internal sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly object guard = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = start;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (guard) return now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (guard) timers.Add(timer);
        return timer;
    }

    /// <summary>Moves the clock on and fires every timer that comes due, in order.</summary>
    public void Advance(TimeSpan span)
    {
        var end = GetUtcNow() + span;
        while (TakeDue(end) is { } timer) timer.Fire();
        lock (guard)
        {
            // Of two who move it at the same time the later end counts: backwards, a timer set meanwhile would never come due.
            if (end > now) now = end;
        }
    }

    private ManualTimer? TakeDue(DateTimeOffset end)
    {
        lock (guard)
        {
            var next = timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next is null) return null;
            if (next.Due > now) now = next.Due.Value;
            next.Due = next.Period > TimeSpan.Zero ? now + next.Period : null;
            return next;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider owner, Action fire) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            // As the system's timers do.
            ArgumentOutOfRangeException.ThrowIfGreaterThan(dueTime.TotalMilliseconds, uint.MaxValue - 1, nameof(dueTime));
            lock (owner.guard)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : owner.now + dueTime;
                Period = period;
            }

            return true;
        }

        public void Dispose()
        {
            lock (owner.guard) owner.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
