using System.Net;
using System.Net.Sockets;
using AssumeRole.Findings;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

/// <summary>
/// Hands out roles' sessions over HTTP, in the dialects that every AWS SDK reads, and renews them as long as somebody asks. The
/// sessions are the caller's: disposing of the server leaves them.
/// </summary>
internal sealed class CredentialServer : IAsyncDisposable
{
    private readonly CredentialServerOptions options;
    private readonly TimeProvider time;
    private readonly List<HttpServer> servers = [];
    private readonly List<CredentialAddress> addresses = [];
    private int mostConnections;
    private Task? stop;

    private CredentialServer(CredentialServerOptions options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
    }

    /// <summary>Where each route is served, in the order of the routes.</summary>
    public IReadOnlyList<CredentialAddress> Addresses => addresses;

    /// <summary>How many connections are open.</summary>
    public int ConnectionCount => servers.Sum(server => server.ConnectionCount);

    /// <summary>Starts to listen.</summary>
    /// <param name="options">Where, and the bounds.</param>
    /// <param name="routes">The roles, at least one. Paths and ports differ.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="AssumeRoleException">ListenRefused or PortUnavailable; nothing listens then.</exception>
    public static async Task<CredentialServer> StartAsync(
        CredentialServerOptions options, IReadOnlyList<CredentialRoute> routes, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfZero(routes.Count, nameof(routes));
        ArgumentOutOfRangeException.ThrowIfZero(options.Addresses.Count, nameof(options));
        ListenRules.Check(options, [.. options.Addresses, .. routes.Select(route => route.Listener?.Address).OfType<IPAddress>()]);
        var server = new CredentialServer(options, time);
        try
        {
            server.Listen(routes);
        }
        catch (AssumeRoleException)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        server.Tell(ServerEventKind.Started);
        return server;
    }

    /// <summary>Stops listening, closes every connection and waits until nothing is left.</summary>
    public async ValueTask DisposeAsync() => await (stop ??= StopAsync()).ConfigureAwait(false);

    private async Task StopAsync()
    {
        foreach (var server in servers) await server.DisposeAsync().ConfigureAwait(false);
        Tell(ServerEventKind.Stopped);
    }

    private void Listen(IReadOnlyList<CredentialRoute> routes)
    {
        var containers = new Queue<ContainerRoute>(routes
            .Where(route => route.Dialect == CredentialDialect.Container)
            .Select(route => ContainerRoute.For(route, options.Log, time)));
        // Every listener has its share of the descriptors, whatever the clients of another do.
        var listeners = routes.Count - containers.Count + Math.Min(containers.Count, 1);
        mostConnections = Math.Min(options.Bounds.MaxConnections, Math.Max(1, (DescriptorLimit.FindRoom() ?? int.MaxValue) / listeners));
        var shared = containers.Count == 0 ? null : ListenTogether([.. containers]);
        foreach (var route in routes)
        {
            addresses.Add(route.Dialect == CredentialDialect.Container
                ? AddressOf(containers.Dequeue(), shared!.Port)
                : ListenAlone(route));
        }
    }

    private HttpServer ListenTogether(IReadOnlyList<ContainerRoute> routes)
    {
        var desk = new RefusalDesk(options, time);
        return Listen(options.Addresses, options.Port, new ContainerDialect(routes, desk, time).HandleAsync, desk);
    }

    private CredentialAddress ListenAlone(CredentialRoute route)
    {
        var desk = new RefusalDesk(options, time);
        var dialect = new MetadataDialect(route, new MetadataTree(route, options.Log, time), options.PassThrough, desk, time);
        var where = route.Listener?.Address is { } address ? [address] : options.Addresses;
        var server = Listen(where, route.Listener?.Port ?? 0, dialect.HandleAsync, desk);
        return new CredentialAddress(route.Name, route.RoleName, route.Dialect, AddressOf(where, server.Port, "/"), null);
    }

    private HttpServer Listen(IReadOnlyList<IPAddress> where, int port, HttpHandler handler, RefusalDesk desk)
    {
        var isOpen = where.Any(address => !IPAddress.IsLoopback(address));
        var bounds = options.Bounds with
        {
            Addresses = where,
            Port = port,
            MaxConnections = mostConnections,
            AdmitsClient = isOpen ? client => Admits(client, desk) : null,
            RequestRefused = desk.NoteMalformed,
            MaxConnectionsPerClient = isOpen ? options.MaxConnectionsPerClient : null,
            HandlerFaulted = Tell,
        };
        try
        {
            var server = HttpServer.Start(bounds, handler, time);
            servers.Add(server);
            return server;
        }
        catch (SocketException error)
        {
            var target = string.Join(", ", where.Select(address => new IPEndPoint(address, port)));
            throw FindingCatalogue.PortUnavailable.Error(target, $"{target}: {error.Message}.", inner: error);
        }
    }

    private bool Admits(IPAddress client, RefusalDesk desk)
    {
        if (ListenRules.Admits(options.AllowedClients, client)) return true;
        desk.NoteClient(client);
        return false;
    }

    private CredentialAddress AddressOf(ContainerRoute container, int port) => new(
        container.Route.Name,
        container.Route.RoleName,
        container.Route.Dialect,
        AddressOf(options.Addresses, port, container.Path),
        container.Token.ToSecret());

    private Uri AddressOf(IReadOnlyList<IPAddress> where, int port, string path) =>
        new($"http://{new IPEndPoint(ListenRules.AddressFor(where, options.AllowedClients), port)}{path}");

    private void Tell(ServerEventKind kind)
    {
        foreach (var address in addresses)
        {
            options.Log?.Invoke(new ServerEvent(time.GetUtcNow(), kind)
            {
                Role = address.RoleName,
                Route = address.Route,
                Address = address.Address.WithoutSecrets(),
            });
        }
    }

    /// <summary>An exception's type is told and its message is not: nobody foresaw what stands in it.</summary>
    private void Tell(Exception fault) => options.Log?.Invoke(
        new ServerEvent(time.GetUtcNow(), ServerEventKind.Faulted) { Reason = fault.GetType().Name, Status = 500 });
}
