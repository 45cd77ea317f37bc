using System.Net;
using System.Net.Sockets;
using System.Text;
using AssumeRole.Http;

namespace AssumeRole.Serving.Tests.Http;

public sealed class HttpServerTests : IAsyncDisposable
{
    private const string Date = "Date: Wed, 04 Mar 2026 05:06:07 GMT\r\n";
    private readonly ManualTimeProvider time = new();
    private HttpServer? server;

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
    }

    [Fact]
    public async Task Answers_a_request_and_keeps_the_connection()
    {
        using var client = await StartAsync(Echo);

        await client.SendAsync("GET /one?x=1 HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal(
            $"HTTP/1.1 200 OK\r\n{Date}Content-Type: text/plain\r\nContent-Length: 15\r\n\r\nGET /one x=1 []",
            await client.ReceiveUntilAsync("[]"));

        await client.SendAsync("POST /two HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody");
        Assert.EndsWith("POST /two  [body]", await client.ReceiveUntilAsync("[body]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_pipelined_requests_in_order_though_the_first_takes_longest()
    {
        var first = new TaskCompletionSource<HttpResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var client = await StartAsync((request, _) => request.Path == "/1" ? new(first.Task) : Echo(request, default));

        await client.SendAsync(
            "GET /1 HTTP/1.1\r\nHost: h\r\n\r\n"
            + "POST /2 HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx"
            + "GET /3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        first.SetResult(HttpResponse.Text(200, "text/plain", "first"));

        var bodies = (await client.ReceiveAllAsync()).Split("\r\n\r\n").Skip(1).Select(text => text.Split("HTTP/1.1")[0]);
        Assert.Equal(["first", "POST /2  [x]", "GET /3  []"], bodies);
    }

    [Fact]
    public async Task Sends_no_body_for_HEAD_but_its_length()
    {
        using var client = await StartAsync(Echo);
        await client.SendAsync("HEAD /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        Assert.Equal(
            $"HTTP/1.1 200 OK\r\n{Date}Content-Type: text/plain\r\nContent-Length: 11\r\nConnection: close\r\n\r\n",
            await client.ReceiveAllAsync());
    }

    [Fact]
    public async Task Says_continue_to_a_client_that_waits_for_it()
    {
        using var client = await StartAsync(Echo);
        await client.SendAsync(
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await client.ReceiveUntilAsync("\r\n\r\n"));

        await client.SendAsync("body");
        Assert.EndsWith("[body]", await client.ReceiveAllAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_a_request_that_arrives_byte_by_byte()
    {
        using var client = await StartAsync(Echo);
        foreach (var character in "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody")
            await client.SendAsync(character.ToString());
        Assert.EndsWith("[body]", await client.ReceiveAllAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GARBAGE\r\n\r\n", "400 Bad Request")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "411 Length Required")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 65\r\n\r\n", "413 Content Too Large")]
    [InlineData("GET / HTTP/2.0\r\nHost: h\r\n\r\n", "505 HTTP Version Not Supported")]
    public async Task Refuses_and_closes(string request, string status)
    {
        using var client = await StartAsync(Echo, new HttpServerOptions { MaxBodyBytes = 64 });
        await client.SendAsync(request);
        Assert.Equal($"HTTP/1.1 {status}\r\n{Date}Content-Length: 0\r\nConnection: close\r\n\r\n", await client.ReceiveAllAsync());
    }

    [Fact]
    public async Task The_refusal_of_a_long_head_reaches_a_client_that_is_still_sending()
    {
        using var client = await StartAsync(Echo, new HttpServerOptions { MaxHeaderBytes = 512 });
        await client.SendAsync("GET / HTTP/1.1\r\nx: " + new string('a', 200_000));
        client.Finish();
        Assert.StartsWith("HTTP/1.1 431 ", await client.ReceiveAllAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHo", "s")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 200000\r\n\r\nb", "b")]
    public async Task Cuts_a_client_that_drips(string beginning, string drop)
    {
        // The clock goes on while the refusal is sent: only the bound under test may depend on it.
        var patient = new HttpServerOptions
        {
            IdleTimeout = Timeout.InfiniteTimeSpan,
            SendTimeout = Timeout.InfiniteTimeSpan,
            LingerTimeout = Timeout.InfiniteTimeSpan,
        };
        using var client = await StartAsync(Echo, patient);
        await client.SendAsync(beginning);
        var answer = client.ReceiveUntilAsync("\r\n\r\n");

        // Each drop comes well within the bound; all of them together do not. They end before the body would be whole, however
        // late the server comes to read them.
        for (var drops = 0; !answer.IsCompleted; drops++)
        {
            if (drops < 1_000) await client.SendAsync(drop);
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.StartsWith("HTTP/1.1 408 Request Timeout\r\n", await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closes_an_idle_connection_without_a_word()
    {
        using var client = await StartAsync(Echo);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        await client.ReceiveUntilAsync("[]");

        // The client has the answer before the server has noted that it sent it; a leap of the clock in between would be a client
        // that takes no answer.
        await Patience.UntilAsync(() => server!.CountIn(HttpConnectionPhase.Idle) > 0);
        var rest = client.ReceiveAllAsync();
        await AdvanceUntilAsync(rest);
        Assert.Equal("", await rest);
    }

    [Fact]
    public async Task Resets_the_connection_when_the_handler_asks_for_it()
    {
        using var client = await StartAsync((_, _) => new(HttpResponse.Reset));
        await client.SendAsync("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        var exception = await Assert.ThrowsAsync<SocketException>(client.ReceiveAllAsync);
        Assert.Equal(SocketError.ConnectionReset, exception.SocketErrorCode);
    }

    [Fact]
    public async Task Leaves_a_request_unanswered_when_the_handler_asks_for_it()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var client = await StartAsync((_, _) =>
        {
            asked.SetResult();
            return new(HttpResponse.Silence);
        });
        await client.SendAsync("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        var answer = client.ReceiveAllAsync();
        await asked.Task.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);
        for (var minute = 0; minute < 10; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.False(answer.IsCompleted);
        client.Finish();
        Assert.Equal("", await answer);
    }

    [Fact]
    public async Task Answers_500_without_detail_and_reports_what_the_handler_threw()
    {
        var faults = new List<Exception>();
        using var client = await StartAsync(
            (_, _) => throw new InvalidOperationException("secret detail"),
            new HttpServerOptions { HandlerFaulted = faults.Add });
        await client.SendAsync("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal(
            $"HTTP/1.1 500 Internal Server Error\r\n{Date}Content-Length: 0\r\nConnection: close\r\n\r\n",
            await client.ReceiveAllAsync());
        Assert.Equal("secret detail", Assert.Single(faults).Message);
    }

    [Fact]
    public async Task Lets_a_client_wait_while_the_connections_are_all_taken()
    {
        using var first = await StartAsync(Echo, new HttpServerOptions { MaxConnections = 1 });
        await first.SendAsync("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n");
        await first.ReceiveUntilAsync("[]");

        using var second = await RawClient.ConnectAsync(IPAddress.Loopback, server!.Port);
        await second.SendAsync("GET /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        var answer = second.ReceiveAllAsync();
        Assert.Equal(1, server.ConnectionCount);
        Assert.False(answer.IsCompleted);

        first.Dispose();
        Assert.EndsWith("GET /2  []", await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listens_on_IPv6_loopback_when_asked()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This machine has no IPv6.");
        using var overIPv4 = await StartAsync(Echo, new HttpServerOptions { Addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback], MaxConnections = 2 });
        using var client = await RawClient.ConnectAsync(IPAddress.IPv6Loopback, server!.Port);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        Assert.EndsWith("GET /  []", await client.ReceiveAllAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stops_with_no_connection_or_listener_left()
    {
        // An address that no other test uses: a port of 127.0.0.1 that has become free may be another test's a moment later.
        var own = IPAddress.Parse("127.0.0.79");
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server = HttpServer.Start(
            new HttpServerOptions { Addresses = [own] },
            async (_, token) =>
            {
                await using var registration = token.Register(cancelled.SetResult);
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
                return HttpResponse.Reset;
            },
            time);
        using var busy = await RawClient.ConnectAsync(own, server.Port);
        using var idle = await RawClient.ConnectAsync(own, server.Port);
        await busy.SendAsync("GET / HTTP/1.1\r\nHost: h\r\n\r\n");

        await server.DisposeAsync();
        await server.DisposeAsync();

        Assert.Equal(0, server.ConnectionCount);
        Assert.Equal("", await AnyEndAsync(busy) + await AnyEndAsync(idle));
        await Assert.ThrowsAsync<SocketException>(() => RawClient.ConnectAsync(own, server.Port));
    }

    [Fact]
    public void A_header_field_cannot_smuggle_a_line() =>
        Assert.Throws<ArgumentException>(() => new HttpResponse(200, default, new HttpHeader("Server", "a\r\nb: c")));

    private static ValueTask<HttpResponse> Echo(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetString(request.Body.Span);
        return new(HttpResponse.Text(200, "text/plain", $"{request.Method} {request.Path} {request.Query} [{body}]"));
    }

    private static async Task<string> AnyEndAsync(RawClient client)
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

    private async Task<RawClient> StartAsync(HttpHandler handler, HttpServerOptions? options = null)
    {
        server = HttpServer.Start(options ?? new HttpServerOptions(), handler, time);
        return await RawClient.ConnectAsync(IPAddress.Loopback, server.Port);
    }

    private Task AdvanceUntilAsync(Task task) => Patience.AdvanceUntilAsync(time, task, TimeSpan.FromSeconds(1), "the end of the connection");
}
