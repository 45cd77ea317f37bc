using System.Net;
using System.Net.Sockets;
using AssumeRole.Findings;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

internal sealed record CredentialServerOptions
{
    /// <summary>The port of all container routes, 0 for any free one.</summary>
    public int Port { get; init; }

    public IReadOnlyList<IPAddress> Addresses { get; init; } = HttpListeners.FindLoopback();

    /// <summary>Whether addresses beyond loopback may be listened on; <see cref="AllowedClients"/> must then name the clients.</summary>
    public bool AllowNonLoopback { get; init; }

    /// <summary>The clients that may connect to an address beyond loopback; others are closed without an answer.</summary>
    public IReadOnlyList<IPNetwork> AllowedClients { get; init; } = [];

    /// <summary>The most connections that one client beyond loopback has at once, on each listener.</summary>
    public int MaxConnectionsPerClient { get; init; } = 64;

    /// <summary>How many refusals a second each listener answers and logs one by one; further ones get 429.</summary>
    public int RefusalsPerSecond { get; init; } = 50;

    /// <summary>The bounds on connections, sizes and times of each listener. Its addresses and port are ignored.</summary>
    public HttpServerOptions Bounds { get; init; } = new()
    {
        MaxHeaderBytes = 8 * 1024,
        MaxBodyBytes = 1024,
        HeaderTimeout = TimeSpan.FromSeconds(5),
        BodyTimeout = TimeSpan.FromSeconds(5),
        SlowestGivesWay = true,
    };

    /// <summary>
    /// The source of instance metadata other than credentials; null answers 404. It lets every client read the machine's identity document
    /// and user data.
    /// </summary>
    public MetadataPassThrough? PassThrough { get; init; }

    /// <summary>Receives events, which hold no secret. Must not block.</summary>
    public Action<ServerEvent>? Log { get; init; }
}

/// <summary>Serves roles' sessions over HTTP, in the dialects that every AWS SDK reads. The caller disposes the sessions.</summary>
internal sealed class CredentialServer(CredentialServerOptions options, TimeProvider time) : IAsyncDisposable
{
    private readonly List<HttpServer> servers = [];
    private readonly List<CredentialAddress> addresses = [];
    private int mostConnections;
    private Task? stop;

    /// <summary>Where each route is served, in the order of the routes.</summary>
    public IReadOnlyList<CredentialAddress> Addresses => addresses;

    public int ConnectionCount => servers.Sum(server => server.ConnectionCount);

    /// <summary>Starts to listen. Paths and ports differ. If it throws ListenRefused or PortUnavailable, nothing listens.</summary>
    public static async Task<CredentialServer> StartAsync(
        CredentialServerOptions options, IReadOnlyList<CredentialRoute> routes, TimeProvider time)
    {
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

        server.LogRoutes(ServerEventKind.Started);
        return server;
    }

    public async ValueTask DisposeAsync() => await (stop ??= StopAsync()).ConfigureAwait(false);

    private async Task StopAsync()
    {
        foreach (var server in servers) await server.DisposeAsync().ConfigureAwait(false);
        LogRoutes(ServerEventKind.Stopped);
    }

    private void Listen(IReadOnlyList<CredentialRoute> routes)
    {
        var containers = new Queue<ContainerRoute>(routes
            .Where(route => route.Dialect == CredentialDialect.Container)
            .Select(route => ContainerRoute.Create(route, options.Log, time)));
        // Every listener has its share of the descriptors, so the clients of one cannot take those of another.
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
        var errors = new ErrorResponder(options, time);
        return Listen(options.Addresses, options.Port, new ContainerDialect(routes, errors, time).HandleAsync, errors);
    }

    private CredentialAddress ListenAlone(CredentialRoute route)
    {
        var errors = new ErrorResponder(options, time);
        var dialect = new MetadataDialect(route, new MetadataTree(route, options.Log, time), options.PassThrough, errors, time);
        var where = route.Listener?.Address is { } address ? [address] : options.Addresses;
        var server = Listen(where, route.Listener?.Port ?? 0, dialect.HandleAsync, errors);
        return new CredentialAddress(route.Name, route.RoleName, route.Dialect, AddressOf(where, server.Port, "/"), null);
    }

    private HttpServer Listen(IReadOnlyList<IPAddress> where, int port, HttpHandler handler, ErrorResponder errors)
    {
        var isOpen = where.Any(address => !IPAddress.IsLoopback(address));
        var bounds = options.Bounds with
        {
            Addresses = where,
            Port = port,
            MaxConnections = mostConnections,
            AdmitsClient = isOpen ? client => Admits(client, errors) : null,
            RequestRefused = errors.LogMalformed,
            MaxConnectionsPerClient = isOpen ? options.MaxConnectionsPerClient : null,
            HandlerFaulted = LogFault,
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

    private bool Admits(IPAddress client, ErrorResponder errors)
    {
        if (ListenRules.Admits(options.AllowedClients, client)) return true;
        errors.LogUnknownClient(client);
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

    private void LogRoutes(ServerEventKind kind)
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

    /// <summary>Logs the exception's type but not its message, which may hold anything.</summary>
    private void LogFault(Exception fault) => options.Log?.Invoke(
        new ServerEvent(time.GetUtcNow(), ServerEventKind.Faulted) { Reason = fault.GetType().Name, Status = 500 });
}
