using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AssumeRole.Core.Tests.Http;
using AssumeRole.Endpoint;
using AssumeRole.Http;

namespace AssumeRole.Core.Tests.Endpoint;

/// <summary>On the real clock: what others do must not be felt. tests/bench/endpoint.sh measures the same with a client of its own.</summary>
[Collection(nameof(Alone))]
public sealed class ServerUnderAttackTests
{
    private const string MalformedVariable = "ASSUMEROLE_TEST_MALFORMED_REQUESTS";

    // For a machine with two cores that is busy with other things; alone, a request takes a fraction of a millisecond.
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_thousand_dripping_connections_keep_nobody_waiting()
    {
        // None is cut while the test runs, however slow the machine.
        var patient = new CredentialServerOptions().Bounds with { HeaderTimeout = TimeSpan.FromMinutes(10) };
        await using var server = await StartAsync(patient);
        var dripping = await Attack.DripAsync(server.Addresses[0].Address.Port, 1000);
        try
        {
            for (var round = 0; round < 5; round++)
            {
                await Attack.DropAsync(dripping);
                await AssertPromptAsync(server, 40);
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
        await using var server = await StartAsync();
        var dripping = await Attack.DripAsync(server.Addresses[0].Address.Port, 1500);
        try
        {
            await AssertPromptAsync(server, 100);
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
            await AssertPromptAsync(server, 100);
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

        var floods = Enumerable.Range(0, 4).Select(_ => Task.Run(() => Attack.FloodAsync(port, count / 4))).ToArray();
        var all = Task.WhenAll(floods);
        do await AssertPromptAsync(server, 20);
        while (!all.IsCompleted);

        Assert.Empty((await all).SelectMany(accepted => accepted));
        await SettleAsync(server);
    }

    private static Task<CredentialServer> StartAsync(HttpServerOptions? bounds = null) => CredentialServer.StartAsync(
        bounds is null ? new() : new() { Bounds = bounds }, [CredentialRoute.Container("deploy", new FakeSession())], TimeProvider.System);

    /// <summary>Asks so many times, on a new connection each time, and none may take long.</summary>
    private static async Task AssertPromptAsync(CredentialServer server, int times)
    {
        var (address, token) = (server.Addresses[0].Address, server.Addresses[0].Token!.Reveal());
        for (var count = 0; count < times; count++)
        {
            var begun = Stopwatch.GetTimestamp();
            using var client = await RawClient.ConnectAsync(IPAddress.Loopback, address.Port);
            await client.SendAsync($"GET {address.AbsolutePath} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\nConnection: close\r\n\r\n");
            var answer = await client.ReceiveAllAsync();
            var taken = Stopwatch.GetElapsedTime(begun);

            Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
            Assert.True(taken < Prompt, $"The answer took {taken.TotalMilliseconds:0} ms.");
        }
    }

    private static async Task SettleAsync(CredentialServer server)
    {
        var begun = Stopwatch.GetTimestamp();
        while (server.ConnectionCount > 0 && Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(20)) await Task.Delay(10);
        Assert.Equal(0, server.ConnectionCount);
    }
}
