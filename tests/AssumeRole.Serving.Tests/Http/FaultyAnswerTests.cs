using System.Net;
using System.Text;
using AssumeRole.Http;

namespace AssumeRole.Serving.Tests.Http;

/// <summary>Answers that are faulty on purpose, as a rehearsal needs them.</summary>
public sealed class FaultyAnswerTests : IAsyncDisposable
{
    private const string Request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private const string Head = "HTTP/1.1 200 OK\r\nDate: Wed, 04 Mar 2026 05:06:07 GMT\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private readonly ManualTimeProvider time = new();
    private HttpServer? server;

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
    }

    [Fact]
    public async Task Drips_an_answer_byte_by_byte_and_keeps_the_connection()
    {
        using var client = await StartAsync(HttpResponse.Dripping(Hello, Interval));
        for (var turn = 0; turn < 2; turn++)
        {
            await client.SendAsync(Request);
            var answer = client.ReceiveUntilAsync("hello");
            // Longer than a client may take to receive an answer: it is not the client who is slow.
            var from = time.GetUtcNow();
            await AdvanceUntilAsync(answer);
            Assert.EndsWith("\r\n\r\nhello", await answer, StringComparison.Ordinal);
            Assert.True(time.GetUtcNow() - from >= Interval * Head.Length);
        }
    }

    [Fact]
    public async Task An_answer_before_a_dripping_one_goes_out_at_once()
    {
        var answers = new Queue<HttpResponse>([Hello, HttpResponse.Dripping(Hello, Interval)]);
        using var client = await StartAsync(answers.Dequeue);
        await client.SendAsync(Request + Request);
        Assert.Equal(Head + "hello", await client.ReceiveUntilAsync("hello"));
    }

    [Fact]
    public async Task A_dripping_answer_ends_when_the_server_stops()
    {
        using var client = await StartAsync(HttpResponse.Dripping(Hello, Interval));
        await client.SendAsync(Request);
        var answer = client.ReceiveAllAsync();
        // The first byte shows that it drips.
        while (time.GetUtcNow() < new ManualTimeProvider().GetUtcNow() + Interval)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await server!.DisposeAsync();
        Assert.Equal(0, server.ConnectionCount);
        await Record.ExceptionAsync(() => answer);
        Assert.True(answer.IsCompleted);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(2, "he")]
    [InlineData(9, "hello")]
    public async Task Breaks_off_in_the_middle_of_the_body(int bytes, string sent)
    {
        using var client = await StartAsync(HttpResponse.Truncated(Hello, bytes));
        await client.SendAsync(Request);
        Assert.Equal(Head + sent, await client.ReceiveAllAsync());
    }

    [Fact]
    public async Task An_answer_can_drip_and_break_off()
    {
        using var client = await StartAsync(HttpResponse.Truncated(HttpResponse.Dripping(Hello, Interval), 1));
        await client.SendAsync(Request);
        var answer = client.ReceiveAllAsync();
        await AdvanceUntilAsync(answer);
        Assert.EndsWith("\r\n\r\nh", await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_what_is_no_HTTP_and_closes()
    {
        using var client = await StartAsync(HttpResponse.Raw("SSH-2.0-x\r\n"u8.ToArray()));
        await client.SendAsync(Request);
        Assert.Equal("SSH-2.0-x\r\n", await client.ReceiveAllAsync());
    }

    [Fact]
    public void What_is_no_answer_stays_none()
    {
        foreach (var none in new[] { HttpResponse.Reset, HttpResponse.Silence })
        {
            Assert.Same(none, HttpResponse.Dripping(none, Interval));
            Assert.Same(none, HttpResponse.Truncated(none, 1));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => HttpResponse.Dripping(Hello, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => HttpResponse.Truncated(Hello, -1));
        Assert.Equal("hello", Encoding.ASCII.GetString(HttpResponse.Truncated(Hello, 1).Body.Span));
    }

    private static HttpResponse Hello => HttpResponse.Text(200, "text/plain", "hello");

    private Task<RawClient> StartAsync(HttpResponse answer) => StartAsync(() => answer);

    private async Task<RawClient> StartAsync(Func<HttpResponse> answer)
    {
        // The clock leaps; only the answer under test may depend on it.
        var patient = new HttpServerOptions { IdleTimeout = Timeout.InfiniteTimeSpan, LingerTimeout = Timeout.InfiniteTimeSpan };
        server = HttpServer.Start(patient, (_, _) => new(answer()), time);
        return await RawClient.ConnectAsync(IPAddress.Loopback, server.Port);
    }

    private Task AdvanceUntilAsync(Task task) => Patience.AdvanceUntilAsync(time, task, TimeSpan.FromSeconds(1), "the end of an answer");
}
