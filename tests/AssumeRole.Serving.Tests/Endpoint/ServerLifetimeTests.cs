using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AssumeRole.Serving.Tests.Http;
using AssumeRole.Endpoint;

namespace AssumeRole.Serving.Tests.Endpoint;

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

        // What was kept stays. What a busy machine made on top goes: the pool ends threads that have had nothing to do for 20 seconds.
        var begun = Stopwatch.GetTimestamp();
        var after = Usage.Take();
        while (!after.IsLevelWith(before, cycles) && Stopwatch.GetElapsedTime(begun) < Patience.Limit)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            after = Usage.Take();
        }

        Assert.True(after.IsLevelWith(before, cycles), $"{before} became {after}");
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
        await Patience.UntilAsync(() => server.ConnectionCount == 2);

        await server.DisposeAsync();
        await server.DisposeAsync();

        Assert.Equal(0, server.ConnectionCount);
        foreach (var one in server.Addresses)
            await Assert.ThrowsAsync<SocketException>(() => RawClient.ConnectAsync(IPAddress.Loopback, one.Address.Port));
    }

    /// <summary>A server's whole life: both dialects, a session that is renewed, a client served and one left hanging.</summary>
    private static async Task CycleAsync()
    {
        await using var session = new RefreshingSession(
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
        /// <summary>A server that was kept would hold two listeners, buffers and a log: 10 KB and more each.</summary>
        public bool IsLevelWith(Usage before, int cycles) =>
            Handles <= before.Handles + 5 && Threads <= before.Threads + 5 && Timers <= before.Timers + 2
            && Bytes - before.Bytes < Math.Max(cycles * 1000, 1 << 20);

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
