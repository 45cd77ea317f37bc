using AssumeRole.Bench;
using AssumeRole.Endpoint;

// Serves until standard input ends, after one line: the address to load and the header to send.
switch (args)
{
    case ["bare"]:
        await ServeAsync(Kind.Bare);
        return 0;
    case ["container"]:
        await ServeAsync(Kind.Container);
        return 0;
    case ["metadata"]:
        await ServeAsync(Kind.Metadata);
        return 0;
    case ["attack", var address]:
        await Attack.RunAsync(new Uri(address));
        return 0;
    default:
        await Console.Error.WriteLineAsync("Usage: EndpointBench bare|container|metadata, or EndpointBench attack <address>");
        return 2;
}

static async Task ServeAsync(Kind kind)
{
    await using var session = new RefreshingSession(
        _ => Task.FromResult(FixedSession.Issue()), TimeProvider.System, Random.Shared.NextDouble, _ => { });
    var route = kind == Kind.Metadata
        ? CredentialRoute.InstanceMetadata("deploy", session)
        : CredentialRoute.Container("deploy", session);
    await using var server = await CredentialServer.StartAsync(new CredentialServerOptions(), [route], TimeProvider.System);
    var (address, header) = await Client.LocateAsync(server.Addresses[0]);
    if (kind == Kind.Bare) address = BareListener.Start(await Client.ReadAsync(address, header));
    Console.WriteLine($"{address} {header}");
    await Console.In.ReadToEndAsync();
}

internal enum Kind
{
    Bare,
    Container,
    Metadata,
}
