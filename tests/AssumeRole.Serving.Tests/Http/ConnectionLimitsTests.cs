using System.Net;
using System.Net.Sockets;
using AssumeRole.Http;

namespace AssumeRole.Serving.Tests.Http;

public sealed class ConnectionLimitsTests : IAsyncDisposable
{
    private const string Request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private readonly ManualTimeProvider time = new();
    private readonly List<RawClient> clients = [];
    private HttpServer? server;

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        if (server is not null) await server.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_is_not_admitted_gets_no_byte()
    {
        Start(new HttpServerOptions { AdmitsClient = address => !IPAddress.IsLoopback(address) });

        var client = await ConnectAsync();

        Assert.Equal("", await EndOfAsync(client));
        Assert.Equal(0, server!.ConnectionCount);
    }

    [Fact]
    public async Task One_client_has_a_share_of_the_connections_and_gets_it_back()
    {
        Start(new HttpServerOptions { MaxConnectionsPerClient = 2 });
        var first = await AnsweredAsync();
        await AnsweredAsync();

        var third = await ConnectAsync();
        Assert.Equal("", await EndOfAsync(third));

        first.Dispose();
        await Patience.UntilAsync(() => server!.ConnectionCount == 1);
        await AnsweredAsync();
    }

    [Fact]
    public async Task The_slowest_of_dripping_clients_gives_way_to_whoever_comes()
    {
        Start(new HttpServerOptions { MaxConnections = 3, SlowestGivesWay = true });
        var dripping = new List<RawClient>();
        for (var count = 1; count <= 3; count++)
        {
            var client = await ConnectAsync();
            await client.SendAsync("GET / HT");

            // Not only connected: the wait for the rest of the head is what its slowness is measured by.
            await Patience.UntilAsync(() => server!.CountIn(HttpConnectionPhase.Head) == count);
            dripping.Add(client);
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        await AnsweredAsync();

        Assert.Equal("", await EndOfAsync(dripping[0]));
        await dripping[1].SendAsync("TP/1.1\r\nHost: h\r\n\r\n");
        Assert.EndsWith("ok", await dripping[1].ReceiveUntilAsync("ok"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_waits_for_its_answer_never_gives_way()
    {
        var answer = new TaskCompletionSource<HttpResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        var (asked, seen) = (0, 0);
        server = HttpServer.Start(
            new HttpServerOptions { MaxConnections = 1, SlowestGivesWay = true, AdmitsClient = _ => ++seen > 0 },
            (_, _) =>
            {
                asked++;
                return new(answer.Task);
            },
            time);
        var waiting = await ConnectAsync();
        await waiting.SendAsync(Request);
        await Patience.UntilAsync(() => asked == 1);

        var next = await ConnectAsync();
        await next.SendAsync(Request);
        // Else it might come only when the first has its answer: whoever takes that is in the way of others.
        await Patience.UntilAsync(() => seen == 2);
        time.Advance(TimeSpan.FromSeconds(1));
        answer.SetResult(HttpResponse.Text(200, "text/plain", "ok"));

        await waiting.ReceiveUntilAsync("ok");
        waiting.Dispose();
        await next.ReceiveUntilAsync("ok");
    }

    [Fact]
    public async Task A_request_says_where_it_came_from_and_where_it_arrived()
    {
        server = HttpServer.Start(
            new HttpServerOptions(),
            (request, _) => new(HttpResponse.Text(200, "text/plain", $"{request.RemoteEndPoint.Address} {request.LocalEndPoint} ok")),
            time);
        var client = await ConnectAsync();
        await client.SendAsync(Request);

        Assert.EndsWith($"127.0.0.1 127.0.0.1:{server.Port} ok", await client.ReceiveUntilAsync("ok"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_stays_open_when_one_of_the_addresses_cannot_be_listened_on()
    {
        // An address that no other test uses.
        var own = IPAddress.Parse("127.0.0.78");
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var options = new HttpServerOptions { Port = port, Addresses = [own, IPAddress.Loopback] };

        Assert.Throws<SocketException>(() => HttpServer.Start(options, (_, _) => default, time));

        using var free = new TcpListener(own, port);
        free.Start();
    }

    private void Start(HttpServerOptions options) =>
        server = HttpServer.Start(options, (_, _) => new(HttpResponse.Text(200, "text/plain", "ok")), time);

    private async Task<RawClient> ConnectAsync()
    {
        var client = await RawClient.ConnectAsync(IPAddress.Loopback, server!.Port);
        clients.Add(client);
        return client;
    }

    private async Task<RawClient> AnsweredAsync()
    {
        var client = await ConnectAsync();
        await client.SendAsync(Request);
        await client.ReceiveUntilAsync("ok");
        return client;
    }

    private static async Task<string> EndOfAsync(RawClient client)
    {
        try
        {
            return await client.ReceiveAllAsync();
        }
        catch (SocketException)
        {
            return "";
        }
    }
}
