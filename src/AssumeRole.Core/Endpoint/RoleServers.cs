namespace AssumeRole.Endpoint;

/// <summary>The servers that run in a process.</summary>
public sealed class RoleServers
{
    private readonly object gate = new();
    private readonly List<RoleServer> running = [];

    /// <summary>Those that run, in the order in which they were started.</summary>
    public IReadOnlyList<RoleServer> Running
    {
        get
        {
            lock (gate) return running.ToArray();
        }
    }

    /// <summary>Takes a started server.</summary>
    public void Add(RoleServer server)
    {
        lock (gate) running.Add(server);
    }

    /// <summary>Stops a server and forgets it.</summary>
    /// <returns>Whether it ran.</returns>
    public async Task<bool> StopAsync(RoleServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        lock (gate)
        {
            if (!running.Remove(server)) return false;
        }

        await server.DisposeAsync().ConfigureAwait(false);
        return true;
    }

    /// <summary>Stops all of them.</summary>
    public async Task StopAllAsync()
    {
        foreach (var server in Running) await StopAsync(server).ConfigureAwait(false);
    }
}
