using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AssumeRole.Serving.Tests.Http;
using AssumeRole.Endpoint;
using AssumeRole.Http;

namespace AssumeRole.Serving.Tests.Endpoint;

/// <summary>On the real clock: what others do must not be felt. tests/bench/endpoint.sh measures the same with a client of its own.</summary>
[Collection(nameof(Alone))]
public sealed class ServerUnderAttackTests
{
    private const string MalformedVariable = "ASSUMEROLE_TEST_MALFORMED_REQUESTS";

    // What is counted and not timed: a busy machine slows everybody down alike. A request passes by some 30 000 others of clients that
    // pipeline, and by millions where these keep the threads to themselves.
    private const int MostOfPipelining = 300_000;
    private const int MostOfMalformed = 10_000;

    // No dripping client is cut for its slowness while a test runs, however slow the machine.
    private static readonly HttpServerOptions Patient = new CredentialServerOptions().Bounds with { HeaderTimeout = TimeSpan.FromMinutes(30) };

    private readonly FakeSession session = new();

    [Fact]
    public async Task A_thousand_dripping_connections_keep_nobody_waiting()
    {
        await using var server = await StartAsync(Patient);
        var dripping = await Attack.DripAsync(server.Addresses[0].Address.Port, 1000);
        try
        {
            for (var round = 0; round < 5; round++)
            {
                await Attack.DropAsync(dripping);
                await AssertAnsweredAsync(server, 40);
            }

            Assert.True(server.ConnectionCount >= 1000, $"{server.ConnectionCount} connections are open.");
        }
        finally
        {
            dripping.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task More_dripping_connections_than_there_is_room_for_keep_nobody_out()
    {
        await using var server = await StartAsync(Patient);
        var dripping = await Attack.DripAsync(server.Addresses[0].Address.Port, 1500);
        try
        {
            await AssertAnsweredAsync(server, 100);
            Assert.InRange(server.ConnectionCount, 1, 1024);
        }
        finally
        {
            dripping.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Clients_that_pipeline_without_end_keep_nobody_waiting()
    {
        await using var server = await StartAsync();
        var (address, token) = (server.Addresses[0].Address, server.Addresses[0].Token!.Reveal());
        var request = $"GET {address.AbsolutePath} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\n\r\n";
        var greedy = new List<Socket>();
        try
        {
            for (var count = 0; count < 16; count++) greedy.Add(await Attack.PipelineAsync(address.Port, request));
            await AssertAnsweredAsync(server, 100, () => session.Asked, MostOfPipelining);
        }
        finally
        {
            greedy.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Malformed_requests_by_the_thousand_get_nothing_and_leave_others_served()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable(MalformedVariable) ?? "20000", CultureInfo.InvariantCulture);
        await using var server = await StartAsync();
        var port = server.Addresses[0].Address.Port;

        var sent = 0;
        var floods = Enumerable.Range(0, 4)
            .Select(_ => Task.Run(() => Attack.FloodAsync(port, count / 4, () => Interlocked.Increment(ref sent)))).ToArray();
        var all = Task.WhenAll(floods);
        do await AssertAnsweredAsync(server, 20, () => Volatile.Read(ref sent), MostOfMalformed);
        while (!all.IsCompleted);

        Assert.Empty((await all).SelectMany(accepted => accepted));
        await Patience.UntilAsync(() => server.ConnectionCount == 0);
    }

    private Task<CredentialServer> StartAsync(HttpServerOptions? bounds = null) => CredentialServer.StartAsync(
        bounds is null ? new() : new() { Bounds = bounds }, [CredentialRoute.Container("deploy", session)], TimeProvider.System);

    /// <summary>
    /// Asks so many times, on a new connection each time. Not many requests of others may be answered before one of these, by the median:
    /// a machine that does other things may let any single one wait.
    /// </summary>
    private static async Task AssertAnsweredAsync(CredentialServer server, int times, Func<int>? others = null, int most = 0)
    {
        var (address, token) = (server.Addresses[0].Address, server.Addresses[0].Token!.Reveal());
        var passed = new List<int>();
        for (var count = 0; count < times; count++)
        {
            var before = others?.Invoke() ?? 0;
            using var client = await RawClient.ConnectAsync(IPAddress.Loopback, address.Port);
            await client.SendAsync($"GET {address.AbsolutePath} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\nConnection: close\r\n\r\n");
            var answer = await client.ReceiveAllAsync();
            passed.Add((others?.Invoke() ?? 0) - before);
            Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        }

        passed.Sort();
        Assert.True(passed[times / 2] <= most, $"{passed[times / 2]} others were answered first.");
    }
}
