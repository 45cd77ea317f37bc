using AssumeRole.Sandbox.Protocol;

namespace AssumeRole.Sandbox.Worlds;

/// <summary>The faults of a running sandbox. Counts go down as they are used.</summary>
internal sealed class SandboxFaults(WorldFaults initial)
{
    private readonly object guard = new();

    // A fixed seed, so that a run can be repeated.
    private readonly Random random = new(20260304);
    private WorldFaults current = initial;

    public WorldFaults Current => Volatile.Read(ref current);

    public void Set(WorldFaults next)
    {
        lock (guard) current = next;
    }

    public AwsError? TakeError(bool forIdentityProvider)
    {
        if (Take(faults => faults.ThrottledCalls, (faults, count) => faults with { ThrottledCalls = count })) return StsErrors.Throttling;
        if (Take(faults => faults.UnavailableCalls, (faults, count) => faults with { UnavailableCalls = count }))
            return StsErrors.ServiceUnavailable;
        if (TakeChance()) return StsErrors.Throttling;
        lock (guard)
        {
            if (current.NextErrors.Count == 0) return null;
            var error = StsErrors.Named.GetValueOrDefault(current.NextErrors[0]);
            if (error is not null && StsErrors.IsOfIdentityProvider(error) && !forIdentityProvider) return null;
            current = current with { NextErrors = [.. current.NextErrors.Skip(1)] };
            return error;
        }
    }

    public AwsError? TakeStoreError()
    {
        if (TakeChance()) return StoreErrors.Throttling;
        lock (guard)
        {
            if (current.StoreNextErrors.Count == 0) return null;
            var error = StoreErrors.Named.GetValueOrDefault(current.StoreNextErrors[0]);
            current = current with { StoreNextErrors = [.. current.StoreNextErrors.Skip(1)] };
            return error;
        }
    }

    public bool TakeDrop(bool ofSts) =>
        Take(faults => faults.DroppedConnections, (faults, count) => faults with { DroppedConnections = count })
        || (ofSts
            ? Take(faults => faults.StsDroppedConnections, (faults, count) => faults with { StsDroppedConnections = count })
            : Take(faults => faults.MetadataDroppedConnections, (faults, count) => faults with { MetadataDroppedConnections = count }));

    private bool TakeChance()
    {
        lock (guard) return current.ThrottledPercent > 0 && random.Next(100) < current.ThrottledPercent;
    }

    private bool Take(Func<WorldFaults, int> read, Func<WorldFaults, int, WorldFaults> write)
    {
        lock (guard)
        {
            var count = read(current);
            if (count == 0) return false;
            current = write(current, count - 1);
            return true;
        }
    }
}

/// <summary>The time of a sandbox: this machine's with the offset of the faults. Its timers are not used.</summary>
internal sealed class SandboxClock(TimeProvider machine, SandboxFaults faults) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => machine.GetUtcNow().AddSeconds(faults.Current.ClockOffsetSeconds);
}
