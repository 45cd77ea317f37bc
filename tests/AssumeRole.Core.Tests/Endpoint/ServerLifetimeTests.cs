using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AssumeRole.Core.Tests.Http;
using AssumeRole.Endpoint;

namespace AssumeRole.Core.Tests.Endpoint;

[Collection(nameof(Alone))]
public sealed class ServerLifetimeTests
{
    private const string CyclesVariable = "ASSUMEROLE_TEST_SERVER_CYCLES";

    [Fact]
    public async Task Starting_and_stopping_leaves_no_handle_no_thread_no_timer_and_no_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Open handles are counted in /proc.");
        var cycles = int.Parse(Environment.GetEnvironmentVariable(CyclesVariable) ?? "200", CultureInfo.InvariantCulture);

        // The first ones fill pools that belong to the process.
        for (var cycle = 0; cycle < 50; cycle++) await CycleAsync();
        var before = Usage.Take();
        for (var cycle = 0; cycle < cycles; cycle++) await CycleAsync();
        var after = Usage.Take();

        Assert.True(after.Handles <= before.Handles + 5, $"{before} became {after}");
        Assert.True(after.Threads <= before.Threads + 5, $"{before} became {after}");
        Assert.True(after.Timers <= before.Timers + 2, $"{before} became {after}");

        // A server that was kept would hold two listeners, buffers and a log: 10 KB and more each.
        Assert.True(after.Bytes - before.Bytes < Math.Max(cycles * 1000, 1 << 20), $"{before} became {after}");
    }

    [Fact]
    public async Task Stopping_ends_requests_that_wait_and_frees_the_port()
    {
        var session = new FakeSession { Pending = Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken) };
        var server = await CredentialServer.StartAsync(
            new(), [CredentialRoute.Container("deploy", session), CredentialRoute.InstanceMetadata("deploy", session)], TimeProvider.System);
        var (address, token) = (server.Addresses[0].Address, server.Addresses[0].Token!.Reveal());
        using var waiting = await RawClient.ConnectAsync(IPAddress.Loopback, address.Port);
        await waiting.SendAsync($"GET {address.AbsolutePath} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\n\r\n");
        using var idle = await RawClient.ConnectAsync(IPAddress.Loopback, server.Addresses[1].Address.Port);
        while (server.ConnectionCount < 2) await Task.Yield();

        await server.DisposeAsync();
        await server.DisposeAsync();

        Assert.Equal(0, server.ConnectionCount);
        foreach (var one in server.Addresses)
            await Assert.ThrowsAsync<SocketException>(() => RawClient.ConnectAsync(IPAddress.Loopback, one.Address.Port));
    }

    /// <summary>A server's whole life: both dialects, a session that is renewed, a client served and one left hanging.</summary>
    private static async Task CycleAsync()
    {
        await using var session = new RenewedSession(
            _ => Task.FromResult(Sample.Session(expiration: DateTime.UtcNow.AddHours(1))), TimeProvider.System, () => 1, _ => { });
        await using var server = await CredentialServer.StartAsync(
            new(), [CredentialRoute.Container("deploy", session), CredentialRoute.InstanceMetadata("deploy", session)], TimeProvider.System);
        var (address, token) = (server.Addresses[0].Address, server.Addresses[0].Token!.Reveal());
        using var hanging = await RawClient.ConnectAsync(IPAddress.Loopback, server.Addresses[1].Address.Port);
        using var client = await RawClient.ConnectAsync(IPAddress.Loopback, address.Port);
        await client.SendAsync($"GET {address.AbsolutePath} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", await client.ReceiveAllAsync(), StringComparison.Ordinal);
    }

    private sealed record Usage(int Handles, int Threads, long Timers, long Bytes)
    {
        public static Usage Take()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var bytes = GC.GetTotalMemory(forceFullCollection: true);
            return new Usage(
                Directory.GetFiles("/proc/self/fd").Length, Process.GetCurrentProcess().Threads.Count, Timer.ActiveCount, bytes);
        }
    }
}
