using System.Net.Sockets;
using AssumeRole.Serving.Tests.Http;
using AssumeRole.Endpoint;

namespace AssumeRole.Serving.Tests.Endpoint;

public sealed class RoleServersTests : IAsyncDisposable
{
    private readonly IssuerBench bench = new();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task Every_server_stops_though_anothers_stop_fails_and_the_failure_is_thrown_afterwards()
    {
        using var last = new Belonging(fails: false);
        var servers = new RoleServers();
        servers.Add(await StartAsync());
        servers.Add(await StartAsync(new Belonging(fails: true), last));
        servers.Add(await StartAsync());
        var ports = servers.Running.Select(server => new Uri(server.Roles[0].Address).Port).ToArray();

        var finding = await Sample.FindingOfAsync(servers.StopAllAsync);

        Assert.Equal("Unforeseen", finding.Id);
        Assert.Contains(nameof(IOException), finding.Evidence, StringComparison.Ordinal);
        Assert.True(last.IsDisposed);
        Assert.Empty(servers.Running);
        foreach (var port in ports)
            await Assert.ThrowsAnyAsync<SocketException>(() => RawClient.ConnectAsync(System.Net.IPAddress.Loopback, port));
    }

    private Task<RoleServer> StartAsync(params Belonging[] belongings)
    {
        var entries = CredentialMap.Parse("""{ "/one": { "roleArn": "arn:aws:iam::222222222222:role/deploy" } }""", "map.json", bench.Variables);
        return RoleServer.StartAsync(entries, new CredentialServerOptions(), bench.CreateIssuer, bench.Time, null, belongings);
    }

    private sealed class Belonging(bool fails) : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose()
        {
            IsDisposed = true;
#pragma warning disable CA1065 // It stands for a file that a full disk keeps from being closed.
            if (fails) throw new IOException("No space left on device");
#pragma warning restore CA1065
        }
    }
}
