using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AssumeRole.Endpoint;
using AssumeRole.Findings;
using AssumeRole.Http;
using AssumeRole.Sandbox.Metadata;
using AssumeRole.Sandbox.Protocol;
using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Signing;
using AssumeRole.Sandbox.Stores;
using AssumeRole.Sandbox.Sts;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox;

internal sealed class RoleSandbox : IRoleSandbox
{
    private readonly World world;
    private readonly TimeProvider time;
    private readonly SandboxFaults faults;
    private readonly CallLog log = new();
    private readonly ConcurrentQueue<Exception> defects = new();
    private readonly SessionStore sessions;
    private readonly StsService sts;
    private readonly StoreService stores;
    private readonly MetadataService metadata;
    private readonly HttpServer server;

    private readonly HostRule host = new(MetadataProtocol.Hosts);

    public RoleSandbox(World world, int port, TimeProvider time)
    {
        this.world = world;
        this.time = time;
        faults = new SandboxFaults(world.Faults);
        var clock = new SandboxClock(time, faults);
        sessions = new SessionStore(clock, TimeSpan.FromSeconds(world.CredentialLifetime), Issued);
        var callContext = new CallContext(world, clock);
        IStsAction[] actions =
        [
            new AssumeRoleAction(world, sessions, callContext, faults),
            new AssumeRoleWithWebIdentityAction(world, sessions, callContext, faults, clock),
            new GetCallerIdentityAction(),
            new GetSessionTokenAction(world, sessions),
        ];
        sts = new StsService(world, actions, new RequestAuthentication(world, sessions, clock, "sts"), faults, log);
        stores = new StoreService(world, sessions, clock, callContext, faults, log);
        metadata = new MetadataService(world, sessions, faults, clock, Issued, log);

        // Sockets use real time, whatever the time in the world is.
        var options = new HttpServerOptions { Port = port, DateClock = clock, HandlerFaulted = defects.Enqueue };
        server = HttpServer.Start(options, HandleAsync, TimeProvider.System);
        Endpoint = new Uri($"http://127.0.0.1:{server.Port}");
    }

    public Uri Endpoint { get; }

    public string Region => world.Region;

    public string? InstanceRoleArn => world.Instance?.RoleArn;

    public IReadOnlyList<string> RoleArns => [.. world.Roles.Select(role => role.Arn.Text)];

    public IReadOnlyList<SandboxCall> Calls => log.Calls;

    public IssuedSecrets Issued { get; } = new();

    /// <summary>Exceptions of handlers, which a client sees as status 500.</summary>
    public IReadOnlyCollection<Exception> Defects => defects;

    public IReadOnlyCollection<TemporarySession> Sessions => sessions.Known;

    /// <inheritdoc cref="IRoleSandboxFactory.StartAsync"/>
    public static async Task<RoleSandbox> StartAsync(RoleSandboxOptions options, CancellationToken cancellationToken)
    {
        var port = options.Port.ToString(CultureInfo.InvariantCulture);
        if (options.Port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
            throw FindingCatalogue.PortUnavailable.Error(port, $"Ports go from 0 to {IPEndPoint.MaxPort}.");

        var world = await WorldReader.ReadAsync(options.WorldPath, cancellationToken).ConfigureAwait(false);
        try
        {
            return new RoleSandbox(world, options.Port, TimeProvider.System);
        }
        catch (SocketException exception)
        {
            throw FindingCatalogue.PortUnavailable.Error(port, exception.Message, inner: exception);
        }
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    public void SetFaults(WorldFaults next) => faults.Set(next);

    private async ValueTask<HttpResponse> HandleAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // As at a credential endpoint, a web page must not reach it by DNS rebinding.
        if (host.Check(request) is { } refusal) return refusal.Response;
        var isSts = request.Path == "/";
        if (faults.TakeDrop(ofSts: isSts)) return HttpResponse.Reset;
        var (response, onTheWay) = isSts
            ? request.Headers[StoreService.TargetHeader] is null
                ? (sts.Handle(request), faults.Current.Sts)
                : (stores.Handle(request), faults.Current.Store)
            : (metadata.Handle(request), faults.Current.Metadata);

        var delay = onTheWay.DelayMilliseconds;
        if (request is { Method: "PUT", Path: MetadataProtocol.TokenPath })
            delay = Math.Max(delay, faults.Current.MetadataTokenDelayMilliseconds);
        if (delay > 0) await Task.Delay(TimeSpan.FromMilliseconds(delay), time, cancellationToken).ConfigureAwait(false);
        return FaultyAnswer.Apply(response, onTheWay);
    }
}

/// <summary>Starts sandboxes for the module, which opens this type by name.</summary>
internal sealed class RoleSandboxFactory : IRoleSandboxFactory
{
    public async Task<IRoleSandbox> StartAsync(RoleSandboxOptions options, CancellationToken cancellationToken) =>
        await RoleSandbox.StartAsync(options, cancellationToken).ConfigureAwait(false);
}
