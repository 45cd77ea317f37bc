using System.Collections.Concurrent;

namespace AssumeRole.Testing;

/// <summary>A manual clock on which nobody waits: it notes how long every timer was set for and moves on to it at once.</summary>
/// <param name="only">Moves on only to timers that were set for this long, if it is not null: pauses end, and patience does not.</param>
internal sealed class ImpatientTimeProvider(TimeSpan? only = null) : TimeProvider
{
    private readonly ManualTimeProvider clock = new();
    private readonly ConcurrentQueue<TimeSpan> delays = new();

    /// <summary>What the timers were set for, in order.</summary>
    public IEnumerable<TimeSpan> Delays => delays;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = clock.CreateTimer(callback, state, dueTime, period);
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            delays.Enqueue(dueTime);
            if (only is null || only == dueTime) ThreadPool.QueueUserWorkItem(_ => clock.Advance(dueTime));
        }

        return timer;
    }
}
