using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AssumeRole.Http;

/// <summary>Which connections a server takes: whose, how many of one client, and how many at all.</summary>
internal sealed class HttpAdmission(HttpServerOptions options, ConcurrentDictionary<HttpConnection, Task> connections) : IDisposable
{
    private readonly SemaphoreSlim slots = new(options.MaxConnections);
    private readonly ConcurrentDictionary<IPAddress, int> clients = new();

    /// <summary>The ends of a connection whose client may connect, and counts from now on until <see cref="FreeShare"/>; else null.</summary>
    public HttpConnectionEnds? Enter(Socket socket)
    {
        if (FindEnds(socket) is not { } ends || options.AdmitsClient?.Invoke(ends.Remote.Address) == false) return null;
        if (options.MaxConnectionsPerClient is not { } most) return ends;
        if (clients.AddOrUpdate(ends.Remote.Address, 1, (_, count) => count + 1) <= most) return ends;
        Release(ends.Remote.Address);
        return null;
    }

    /// <summary>Waits until there is room for a further connection.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (slots.Wait(0, CancellationToken.None)) return ValueTask.CompletedTask;
        if (options.SlowestGivesWay) FindSlowest()?.Abort();
        return new ValueTask(slots.WaitAsync(cancellationToken));
    }

    /// <summary>Ends the connection that has waited longest for its client, whatever room there is, and waits until its descriptor is free.</summary>
    /// <returns>Whether there was one.</returns>
    public async ValueTask<bool> TryMakeRoomAsync(CancellationToken cancellationToken)
    {
        if (!options.SlowestGivesWay || FindSlowest() is not { } slowest || !connections.TryGetValue(slowest, out var ended)) return false;
        slowest.Abort();
        await ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Counts a connection that had entered no longer as its client's.</summary>
    public void FreeShare(IPAddress client)
    {
        if (options.MaxConnectionsPerClient is not null) Release(client);
    }

    /// <summary>Gives the room that a connection had to the next.</summary>
    public void FreePlace() => slots.Release();

    public void Dispose() => slots.Dispose();

    private static HttpConnectionEnds? FindEnds(Socket socket)
    {
        try
        {
            return new HttpConnectionEnds((IPEndPoint)socket.RemoteEndPoint!, (IPEndPoint)socket.LocalEndPoint!);
        }
        catch (SocketException)
        {
            // Some systems forget the addresses of a connection that its client has reset already.
            return null;
        }
    }

    /// <summary>The connection that has waited longest for its client.</summary>
    private HttpConnection? FindSlowest() =>
        connections.Keys.Where(connection => connection.IsClientsTurn).MinBy(connection => connection.Clock.Began);

    private void Release(IPAddress client)
    {
        // An address that is no longer there costs no memory.
        if (clients.AddOrUpdate(client, 0, (_, count) => count - 1) == 0) clients.TryRemove(KeyValuePair.Create(client, 0));
    }
}
