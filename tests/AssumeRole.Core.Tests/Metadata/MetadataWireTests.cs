using System.Diagnostics;
using System.Net.Sockets;
using AssumeRole.Metadata;

namespace AssumeRole.Core.Tests.Metadata;

/// <summary>What real sockets do: each ends in a verdict, and none in an exception.</summary>
public sealed class MetadataWireTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n", "MetadataAnswerInvalid", "The answer is not HTTP.")]
    [InlineData("\u0000\u0001\u0002\r\n\r\n", "MetadataAnswerInvalid", "The answer is not HTTP.")]
    [InlineData("HTTP/1.1 abc\r\n\r\n", "MetadataAnswerInvalid", "The answer is not HTTP.")]
    [InlineData(Head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "MetadataAnswerInvalid", "broke off")]
    [InlineData("", "MetadataUnavailable", "closed before an answer")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", "MetadataAnswerInvalid", "The answer broke off.")]
    [InlineData(Head + "Content-Length: 56\r\n\r\ntoken", "MetadataAnswerInvalid", "The answer broke off.")]
    [InlineData(Head + "Content-Length: 5\r\n\r\ntoken", null, "issued")]
    [InlineData("HTTP/1.0 200 OK\r\n\r\ntoken", null, "issued")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=none\r\nContent-Length: 5\r\n\r\ntoken", null, "issued")]
    [InlineData("HTTP/1.1 403 Forbidden\r\nServer: a\tb\u0080\r\nContent-Length: 99\r\n\r\n", "MetadataDisabled", "403")]
    public async Task Whatever_is_sent_before_the_end_has_a_verdict(string sent, string? id, string evidence)
    {
        await using var server = new RawServer((_, socket, token) => RawServer.SendAsync(socket, sent, token));

        var diagnosis = await ProbeAsync(server.Url);

        Assert.Equal(id, diagnosis.Finding?.Id);
        Assert.Contains(evidence, diagnosis.Evidence, StringComparison.Ordinal);
        // HttpClient itself repeats a request whose connection closes before an answer.
        Assert.All(server.Lines, line => Assert.Equal("PUT /latest/api/token", line));
    }

    [Theory]
    [InlineData("", "MetadataUnavailable")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", "MetadataAnswerInvalid")]
    [InlineData(Head + "Content-Length: 56\r\n\r\ntoken", "MetadataAnswerInvalid")]
    public async Task A_reset_has_one_too(string sent, string? id)
    {
        await using var server = new RawServer(async (_, socket, token) =>
        {
            await RawServer.SendAsync(socket, sent, token);
            // Zero linger time makes the close a reset.
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        });

        Assert.Equal(id, (await ProbeAsync(server.Url)).Finding?.Id);
    }

    [Theory]
    [InlineData(Head + "\r\n", "longer than 256 KiB")]
    [InlineData("HTTP/1.1 200 OK\r\nServer: ", "headers are too long")]
    public async Task An_answer_without_end_is_not_read_without_end(string beginning, string evidence)
    {
        await using var server = new RawServer(async (_, socket, token) =>
        {
            await RawServer.SendAsync(socket, beginning, token);
            while (true) await RawServer.SendAsync(socket, new string('x', 8192), token);
        });

        var diagnosis = await ProbeAsync(server.Url, ("AWS_METADATA_SERVICE_TIMEOUT", "30"));

        Assert.Equal("MetadataAnswerInvalid", diagnosis.Finding!.Id);
        Assert.Contains(evidence, diagnosis.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200")]
    [InlineData(Head + "Content-Length: 56\r\n\r\ntoken")]
    public async Task An_answer_that_begins_and_does_not_end_is_slow_and_no_hop_limit(string beginning)
    {
        await using var server = new RawServer(async (_, socket, token) =>
        {
            await RawServer.SendAsync(socket, beginning, token);
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        });

        var diagnosis = await ProbeAsync(server.Url);

        Assert.Equal("MetadataSlow", diagnosis.Finding!.Id);
    }

    /// <summary>A transparent proxy answers in the service's place, or adds X-Forwarded-For to what it passes on.</summary>
    [Theory]
    [InlineData(200, "MetadataAnswerInvalid")]
    [InlineData(302, "MetadataAnswerInvalid")]
    [InlineData(403, "MetadataDisabled")]
    [InlineData(404, "MetadataProxy")]
    [InlineData(407, "MetadataServiceError")]
    [InlineData(502, "MetadataServiceError")]
    public async Task A_proxy_s_page_is_a_finding_of_metadata(int status, string id)
    {
        const string Page = "<html><body>Access denied by the proxy.</body></html>";
        await using var server = new RawServer((_, socket, token) => RawServer.SendAsync(
            socket, $"HTTP/1.1 {status} Some\r\nContent-Type: text/html\r\nContent-Length: {Page.Length}\r\nVia: 1.1 proxy\r\n\r\n{Page}", token));

        var diagnosis = await ProbeAsync(server.Url);

        Assert.Equal((id, 5), (diagnosis.Finding!.Id, diagnosis.Finding.Kind.ExitCode));
        Assert.DoesNotContain("denied by the proxy", diagnosis.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_redirect_is_followed()
    {
        await using var elsewhere = new RawServer((_, socket, token) =>
            RawServer.SendAsync(socket, Head + "Content-Length: 5\r\n\r\ntoken", token));
        await using var server = new RawServer((_, socket, token) => RawServer.SendAsync(
            socket, $"HTTP/1.1 302 Found\r\nLocation: {elsewhere.Url}\r\nContent-Length: 0\r\n\r\n", token));

        var diagnosis = await ProbeAsync(server.Url, ("AWS_METADATA_SERVICE_TIMEOUT", "30"));

        Assert.Equal("MetadataAnswerInvalid", diagnosis.Finding?.Id);
        Assert.Empty(elsewhere.Lines);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_named()
    {
        string url;
        await using (var gone = new RawServer((_, _, _) => Task.CompletedTask)) url = gone.Url;

        var diagnosis = await ProbeAsync(url);

        Assert.Equal("MetadataUnavailable", diagnosis.Finding?.Id);
        Assert.StartsWith("No connection: ", diagnosis.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hop_limit_is_decided_when_a_second_of_silence_is_over()
    {
        await using var service = new LoopbackMetadata { TokenIsSwallowed = true };
        var watch = Stopwatch.StartNew();

        var diagnosis = await ProbeAsync(MetadataOptions.Read(new FakeVariables()) with { Endpoint = new Uri(service.Url) });

        Assert.Equal("MetadataHopLimit", diagnosis.Finding?.Id);
        // The upper bound is for what else this machine does: nothing that the probe waits for lasts as long.
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
        Assert.Equal(["PUT /latest/api/token", "GET /latest/meta-data/instance-id", "PUT /latest/api/token"], service.Lines);
    }

    [Fact]
    public async Task An_answer_that_settles_nothing_is_asked_for_again()
    {
        await using var server = new RawServer((_, socket, token) =>
            RawServer.SendAsync(socket, "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n", token));

        var diagnosis = await ProbeAsync(server.Url, ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "3"));

        Assert.Equal(("MetadataServiceError", 3), (diagnosis.Finding?.Id, diagnosis.RoundTrips));
    }

    [Fact]
    public async Task Giving_up_ends_a_request_that_is_not_answered()
    {
        using var impatience = new CancellationTokenSource();
        await using var server = new RawServer((_, _, token) =>
        {
            impatience.Cancel();
            return Task.Delay(Timeout.InfiniteTimeSpan, token);
        });
        var options = MetadataOptions.Read(new FakeVariables(("AWS_METADATA_SERVICE_TIMEOUT", "60"))) with { Endpoint = new Uri(server.Url) };
        using var http = InstanceMetadataClient.CreateHttpClient();
        var client = new InstanceMetadataClient(http, options, TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.GetAsync("latest/meta-data/placement/region", impatience.Token));
    }

    private static Task<MetadataDiagnosis> ProbeAsync(string url, params (string Name, string Value)[] variables)
    {
        var all = new FakeVariables([
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", url),
            ("AWS_METADATA_SERVICE_TIMEOUT", "1"),
            ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "1"),
            .. variables,
        ]);
        return ProbeAsync(MetadataOptions.Read(all));
    }

    private static async Task<MetadataDiagnosis> ProbeAsync(MetadataOptions options)
    {
        using var http = InstanceMetadataClient.CreateHttpClient();
        return await new MetadataProbe(http, options, TimeProvider.System).ProbeAsync(false, default);
    }
}
