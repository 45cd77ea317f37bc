namespace AssumeRole.Sandbox;

/// <summary>The clock on which everything in a sandbox lives: as far off from this machine's as the world says now.</summary>
internal sealed class SandboxClock(TimeProvider machine, SandboxFaults faults) : TimeProvider
{
    public override long TimestampFrequency => machine.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => machine.GetUtcNow().AddSeconds(faults.Current.ClockOffsetSeconds);

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);
}
