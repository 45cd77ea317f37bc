using System.Collections.Concurrent;
using AssumeRole.Http;
using AssumeRole.Sandbox.Metadata;
using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Signing;
using AssumeRole.Sandbox.Stores;
using AssumeRole.Sandbox.Sts;
using AssumeRole.Sandbox.Worlds;
using HostRule = AssumeRole.Endpoint.HostRule;

namespace AssumeRole.Sandbox;

/// <summary>A running rehearsal AWS. Its state is its own: two sandboxes know nothing of each other.</summary>
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

    // Traffic for these is what a firewall rule redirects here.
    private readonly HostRule host = new("169.254.169.254", "[fd00:ec2::254]");

    /// <summary>Starts to listen.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The port cannot be listened on.</exception>
    internal RoleSandbox(World world, int port, TimeProvider time)
    {
        this.world = world;
        this.time = time;
        faults = new SandboxFaults(world.Faults);
        var clock = new SandboxClock(time, faults);
        sessions = new SessionStore(clock, TimeSpan.FromSeconds(world.CredentialLifetime), Issued);
        var authentication = new RequestAuthentication(world, sessions, new SignatureRules(world.Region, clock));
        var callContext = new CallContext(world, clock);
        IStsAction[] actions =
        [
            new AssumeRoleAction(world, sessions, authentication, callContext, faults),
            new AssumeRoleWithWebIdentityAction(world, sessions, callContext, faults, clock),
            new GetCallerIdentityAction(authentication),
            new GetSessionTokenAction(world, sessions, authentication),
        ];
        sts = new StsService(actions, faults, log);
        stores = new StoreService(world, sessions, clock, callContext, faults, log);
        var credentials = new InstanceCredentials(world, sessions, faults, clock);
        metadata = new MetadataService(
            world, new MetadataTree(world, credentials, faults, clock), new MetadataTokens(clock, Issued), faults, log);

        // Sockets live in real time, whatever the time is in the world.
        var options = new HttpServerOptions { Port = port, DateClock = clock, HandlerFaulted = defects.Enqueue };
        server = HttpServer.Start(options, HandleAsync, TimeProvider.System);
        Endpoint = new Uri($"http://127.0.0.1:{server.Port}");
    }

    /// <inheritdoc/>
    public Uri Endpoint { get; }

    /// <inheritdoc/>
    public string Region => world.Region;

    /// <inheritdoc/>
    public string? InstanceRoleArn => world.Instance?.RoleArn;

    /// <inheritdoc/>
    public IReadOnlyList<string> RoleArns => [.. world.Roles.Select(role => role.Arn.Text)];

    /// <summary>The requests handled so far, in order; no secret is in them.</summary>
    public IReadOnlyList<SandboxCall> Calls => log.Calls;

    /// <summary>Every secret that it handed out, where a leak test keeps them.</summary>
    internal IssuedSecrets Issued { get; } = new();

    /// <summary>The sandbox's own mistakes, which a client sees as status 500.</summary>
    internal IReadOnlyCollection<Exception> Defects => defects;

    /// <summary>The sessions that it issued and knows, with their secrets: for tests that compare these with what a program wrote.</summary>
    internal IReadOnlyCollection<TemporarySession> Sessions => sessions.Known;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => server.DisposeAsync();

    /// <summary>Changes what is to go wrong from now on.</summary>
    internal void SetFaults(WorldFaults next) => faults.Current = next;

    private async ValueTask<HttpResponse> HandleAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // A web page must not have it assume roles under the page's own name, as it must not at a credential endpoint.
        if (host.Check(request) is { } refusal) return refusal.Response;
        var isSts = request.Path == "/";
        if (faults.TakeDrop(ofSts: isSts)) return HttpResponse.Reset;
        var (response, onTheWay) = isSts
            ? request.Headers[StoreService.TargetHeader] is null
                ? (sts.Handle(request), faults.Current.Sts)
                : (stores.Handle(request), faults.Current.Store)
            : (metadata.Handle(request), faults.Current.Metadata);

        var delay = onTheWay.DelayMilliseconds;
        if (request is { Method: "PUT", Path: MetadataService.TokenPath })
            delay = Math.Max(delay, faults.Current.MetadataTokenDelayMilliseconds);
        if (delay > 0) await Task.Delay(TimeSpan.FromMilliseconds(delay), time, cancellationToken).ConfigureAwait(false);
        return FaultyAnswer.Of(response, onTheWay);
    }
}
