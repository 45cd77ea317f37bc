using System.Collections.Concurrent;
using System.Net;

namespace AssumeRole.Http;

/// <summary>Decides which connections a server takes: by client, by the client's number of connections, and by the number of all.</summary>
internal sealed class ConnectionLimits(HttpServerOptions options, ConcurrentDictionary<HttpConnection, Task> connections) : IDisposable
{
    private readonly SemaphoreSlim slots = new(options.MaxConnections);
    private readonly ConcurrentDictionary<IPAddress, int> clients = new();

    /// <summary>Whether the client may have this connection, which then counts as its own until <see cref="Leave"/>.</summary>
    public bool TryEnter(IPAddress client)
    {
        if (options.AdmitsClient?.Invoke(client) == false) return false;
        if (options.MaxConnectionsPerClient is not { } most) return true;
        if (clients.AddOrUpdate(client, 1, (_, count) => count + 1) <= most) return true;
        Leave(client);
        return false;
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (slots.Wait(0, CancellationToken.None)) return;
        if (options.SlowestGivesWay) FindSlowest()?.Abort();
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the connection that has waited longest for its client, if any, and waits until its descriptor is free.</summary>
    public async Task<bool> TryMakeRoomAsync(CancellationToken cancellationToken)
    {
        if (!options.SlowestGivesWay || FindSlowest() is not { } slowest || !connections.TryGetValue(slowest, out var ended)) return false;
        slowest.Abort();
        await ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    public void Leave(IPAddress client)
    {
        if (options.MaxConnectionsPerClient is null) return;
        // An address without connections costs no memory.
        if (clients.AddOrUpdate(client, 0, (_, count) => count - 1) == 0) clients.TryRemove(KeyValuePair.Create(client, 0));
    }

    public void FreePlace() => slots.Release();

    public void Dispose() => slots.Dispose();

    private HttpConnection? FindSlowest() =>
        connections.Keys.Where(connection => connection.IsClientsTurn).MinBy(connection => connection.PhaseBegan);
}
