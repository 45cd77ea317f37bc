using AssumeRole.Sandbox.Stores;
using AssumeRole.Sandbox.Sts;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox;

/// <summary>What is to go wrong now. Counts run down as they are used.</summary>
internal sealed class SandboxFaults(WorldFaults initial)
{
    private readonly object guard = new();

    // The same chances each time, so that a run can be repeated.
    private readonly Random chance = new(20260304);
    private WorldFaults current = initial;

    public WorldFaults Current
    {
        get
        {
            lock (guard) return current;
        }

        set
        {
            lock (guard) current = value;
        }
    }

    /// <summary>The error that the next STS call is to meet, if any.</summary>
    /// <param name="forIdentityProvider">Whether the call involves an identity provider.</param>
    public StsError? TakeError(bool forIdentityProvider)
    {
        if (Take(faults => faults.ThrottledCalls, faults => faults with { ThrottledCalls = faults.ThrottledCalls - 1 }))
            return StsError.Throttling;
        if (Take(faults => faults.UnavailableCalls, faults => faults with { UnavailableCalls = faults.UnavailableCalls - 1 }))
            return StsError.ServiceUnavailable;
        if (TakeChance()) return StsError.Throttling;
        lock (guard)
        {
            if (current.NextErrors.Count == 0) return null;
            var error = StsError.Named.GetValueOrDefault(current.NextErrors[0]);
            if (error is { IsOfIdentityProvider: true } && !forIdentityProvider) return null;
            current = current with { NextErrors = [.. current.NextErrors.Skip(1)] };
            return error;
        }
    }

    /// <summary>The error that the next call of a store is to meet, if any.</summary>
    public StoreError? TakeStoreError()
    {
        if (TakeChance()) return StoreError.Throttling;
        lock (guard)
        {
            if (current.StoreNextErrors.Count == 0) return null;
            var error = StoreError.Named.GetValueOrDefault(current.StoreNextErrors[0]);
            current = current with { StoreNextErrors = [.. current.StoreNextErrors.Skip(1)] };
            return error;
        }
    }

    /// <summary>Whether the next request is to end in a reset.</summary>
    /// <param name="ofSts">Whether it is a call of STS.</param>
    public bool TakeDrop(bool ofSts) =>
        Take(faults => faults.DroppedConnections, faults => faults with { DroppedConnections = faults.DroppedConnections - 1 })
        || (ofSts
            ? Take(
                faults => faults.StsDroppedConnections,
                faults => faults with { StsDroppedConnections = faults.StsDroppedConnections - 1 })
            : Take(
                faults => faults.MetadataDroppedConnections,
                faults => faults with { MetadataDroppedConnections = faults.MetadataDroppedConnections - 1 }));

    private bool TakeChance()
    {
        lock (guard) return current.ThrottledPercent > 0 && chance.Next(100) < current.ThrottledPercent;
    }

    private bool Take(Func<WorldFaults, int> count, Func<WorldFaults, WorldFaults> countDown)
    {
        lock (guard)
        {
            if (count(current) == 0) return false;
            current = countDown(current);
            return true;
        }
    }
}
