using AssumeRole.Findings;

namespace AssumeRole.Endpoint;

/// <summary>The servers that run in a process.</summary>
internal sealed class RoleServers
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
    /// <exception cref="AssumeRoleException">A part of it failed to stop; the other parts have stopped.</exception>
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

    /// <summary>Stops all of them. One that fails to stop leaves no other running.</summary>
    /// <exception cref="AssumeRoleException">What the first failed of.</exception>
    public async Task StopAllAsync()
    {
        AssumeRoleException? first = null;
        foreach (var server in Running)
        {
            try
            {
                await StopAsync(server).ConfigureAwait(false);
            }
            catch (AssumeRoleException error)
            {
                first ??= error;
            }
        }

        if (first is not null) throw first;
    }
}
