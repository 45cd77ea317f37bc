using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox;

/// <summary>What is to go wrong now. Counts run down as they are used.</summary>
internal sealed class SandboxFaults(WorldFaults initial)
{
    private readonly object guard = new();
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

    public bool TakeThrottle()
    {
        lock (guard)
        {
            if (current.ThrottledCalls == 0) return false;
            current = current with { ThrottledCalls = current.ThrottledCalls - 1 };
            return true;
        }
    }

    public bool TakeDrop()
    {
        lock (guard)
        {
            if (current.DroppedConnections == 0) return false;
            current = current with { DroppedConnections = current.DroppedConnections - 1 };
            return true;
        }
    }
}
