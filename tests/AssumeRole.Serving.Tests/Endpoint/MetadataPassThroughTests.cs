using System.Net;
using System.Text;
using AssumeRole.Serving.Tests.Http;
using AssumeRole.Endpoint;
using AssumeRole.Http;
using AssumeRole.Metadata;

namespace AssumeRole.Serving.Tests.Endpoint;

public sealed class MetadataPassThroughTests : ServerTest
{
    private readonly RealMetadata real = new();
    private readonly HttpClient http = InstanceMetadataClient.CreateHttpClient();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        http.Dispose();
        await real.DisposeAsync();
    }

    [Theory]
    [InlineData("/latest/meta-data/instance-id")]
    [InlineData("/latest/meta-data/")]
    [InlineData("/latest/meta-data/placement/availability-zone")]
    [InlineData("/latest/meta-data/network/interfaces/macs/02:29:96:8f:6a:2d/device-number")]
    [InlineData("/latest/meta-data/tags/instance/a+b-c=d.e,f_g:h@i")]
    [InlineData("/latest/dynamic/instance-identity/document")]
    [InlineData("/latest/user-data")]
    [InlineData("/2021-07-15/meta-data/ami-id")]
    public async Task The_rest_of_the_tree_is_the_real_services(string path)
    {
        await StartAsync();

        Assert.Equal((200, $"real {path}"), await GetAsync(path));
        Assert.Equal((200, $"real {path}"), await GetAsync(path));

        // IMDSv2 end to end: one token of its own for both.
        Assert.Equal(["PUT /latest/api/token", $"GET {path}", $"GET {path}"], real.Lines);
    }

    [Fact]
    public async Task No_header_of_the_client_reaches_the_service_and_none_that_makes_it_refuse()
    {
        await StartAsync();

        await GetAsync(
            "/latest/user-data?a=b", ("Forwarded", "for=1"), ("Via", "1.1 x"), ("X-Real-IP", "1"), ("Cookie", "a=b"), ("Authorization", "b"),
            ("Accept-Encoding", "gzip"));

        foreach (var request in real.Requests)
        {
            var names = request.Headers.All().Select(header => header.Name.ToLowerInvariant()).Order().ToArray();
            var own = request.Method == "PUT" ? "x-aws-ec2-metadata-token-ttl-seconds" : "x-aws-ec2-metadata-token";
            Assert.Equal(new[] { "host", own, "user-agent" }.Concat(request.Method == "PUT" ? ["content-length"] : []).Order(), names);
            Assert.Equal("", request.Query);
        }
    }

    [Fact]
    public async Task The_services_type_and_bytes_arrive_as_they_are()
    {
        byte[] body = [0x1f, 0x8b, 0, 255, 10];
        real.Documents = _ => new HttpResponse(200, body, new HttpHeader("Content-Type", "application/octet-stream"));
        await StartAsync();

        using var response = await RespondAsync("GET", At("/latest/user-data"), (TokenHeader, await TokenAsync()));

        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(body, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/latest/meta-data/iam/security-credentials/worker")]
    [InlineData("/latest/meta-data/iam/security-credentials/deploy/../worker")]
    [InlineData("/latest/meta-data/iam/other")]
    [InlineData("/latest/meta-data/IAM/security-credentials/worker")]
    [InlineData("/latest/meta-data/Iam/info")]
    [InlineData("/latest/meta-data/x/../iam/security-credentials/worker")]
    [InlineData("/latest/meta-data/./iam/security-credentials/worker")]
    [InlineData("/latest/meta-data//iam/security-credentials/worker")]
    [InlineData("//latest/meta-data/iam/security-credentials/worker")]
    [InlineData("/latest/../latest/meta-data/iam/security-credentials/worker")]
    [InlineData("/latest/meta-data/%69am/security-credentials/worker")]
    [InlineData("/latest/meta-data/%2e%2e/meta-data/iam/security-credentials/worker")]
    [InlineData("/latest/meta-data/x/%2e%2e/iam/security-credentials/worker")]
    [InlineData("/latest/meta-data%2fiam/security-credentials/worker")]
    [InlineData("/latest/meta-data/iam%2fsecurity-credentials%2fworker")]
    [InlineData("/latest/meta-data/%2569am/security-credentials/worker")]
    [InlineData("/latest/meta-data\\iam\\security-credentials\\worker")]
    [InlineData("/latest/meta-data/iam;x/security-credentials/worker")]
    [InlineData("/latest/meta-data/iam./security-credentials/worker")]
    [InlineData("/latest/meta-data/identity-credentials/ec2/security-credentials/ec2-instance")]
    [InlineData("/latest/meta-data/identity-credentials/ec2/info")]
    [InlineData("/latest/meta-data/...//iam/")]
    [InlineData("/meta-data/iam/security-credentials/worker")]
    [InlineData("/2099-13-99/meta-data/iam/security-credentials/worker")]
    [InlineData("/LATEST/meta-data/iam/security-credentials/worker")]
    [InlineData("http://169.254.169.254/latest/meta-data/iam/security-credentials/worker")]
    public async Task Nothing_of_iam_is_asked_of_the_real_service_however_it_is_written(string path)
    {
        await StartAsync();
        var token = await TokenAsync();

        using var client = await RawClient.ConnectAsync(IPAddress.Loopback, Server.Addresses[0].Address.Port);
        await client.SendAsync($"GET {path} HTTP/1.1\r\nHost: 169.254.169.254\r\n{TokenHeader}: {token}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 404 ", await client.ReceiveAllAsync(), StringComparison.Ordinal);
        Assert.Empty(real.Requests);
    }

    [Fact]
    public async Task The_role_and_the_region_stay_the_servers_own()
    {
        await StartAsync();

        Assert.Equal((200, "deploy"), await GetAsync("/latest/meta-data/iam/security-credentials/"));
        Assert.Contains("ASIA-deploy", (await GetAsync("/latest/meta-data/iam/security-credentials/deploy")).Body, StringComparison.Ordinal);
        Assert.Equal((200, "eu-west-1"), await GetAsync("/latest/meta-data/placement/region"));
        Assert.Empty(real.Requests);
    }

    [Fact]
    public async Task A_token_that_the_service_forgot_is_renewed_once()
    {
        await StartAsync();
        await GetAsync("/latest/meta-data/a");
        real.Forget();

        Assert.Equal(200, (await GetAsync("/latest/meta-data/b")).Status);
        Assert.Equal(
            ["PUT /latest/api/token", "GET /latest/meta-data/a", "GET /latest/meta-data/b", "PUT /latest/api/token", "GET /latest/meta-data/b"],
            real.Lines);
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_ends()
    {
        await StartAsync();
        await GetAsync("/latest/meta-data/a");
        Time.Advance(TimeSpan.FromSeconds(21600 - 300));
        await GetAsync("/latest/meta-data/b");

        Assert.Equal(2, real.Lines.Count(line => line.StartsWith("PUT", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(404, 404)]
    [InlineData(401, 503)]
    [InlineData(403, 503)]
    [InlineData(302, 503)]
    [InlineData(500, 503)]
    public async Task What_the_service_refuses_is_not_there_or_not_to_be_had_now(int real, int status)
    {
        this.real.Documents = _ => HttpResponse.Text(real, "text/plain", "inside", new HttpHeader("Location", "/latest/meta-data/iam/"));
        await StartAsync();

        var answer = await GetAsync("/latest/meta-data/instance-id");

        Assert.Equal(status, answer.Status);
        Assert.DoesNotContain("inside", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(this.real.Lines, line => line.Contains("iam", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_without_IMDSv2_or_switched_off_is_said_so()
    {
        real.TokenStatus = 403;
        await StartAsync();
        var answer = await GetAsync("/latest/meta-data/a");

        Assert.Equal(503, answer.Status);
        Wording.Names(answer.Body, "token", "(403)");
    }

    [Theory]
    [InlineData(1 << 20, 200)]
    [InlineData((1 << 20) + 1, 503)]
    public async Task An_answer_has_a_bound(int bytes, int status)
    {
        real.Documents = _ => new HttpResponse(200, Encoding.ASCII.GetBytes(new string('x', bytes)));
        await StartAsync();
        Assert.Equal(status, (await GetAsync("/latest/user-data")).Status);
    }

    [Fact]
    public async Task A_silent_service_is_given_up_in_time()
    {
        real.Documents = _ => HttpResponse.Silence;
        await StartAsync();

        var pending = GetAsync("/latest/meta-data/a");
        await Patience.UntilAsync(() => real.Requests.Count == 2);
        Time.Advance(TimeSpan.FromSeconds(2));

        var answer = await pending;
        Assert.Equal(503, answer.Status);
        Wording.Names(answer.Body, "in time");
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_said_so()
    {
        await StartAsync();
        await real.DisposeAsync();
        var answer = await GetAsync("/latest/meta-data/a");

        Assert.Equal(503, answer.Status);
        Wording.Names(answer.Body, "reached");
    }

    [Fact]
    public async Task Where_metadata_is_switched_off_nothing_is_passed()
    {
        await StartAsync(disabled: true);
        Assert.Equal(404, (await GetAsync("/latest/meta-data/instance-id")).Status);
        Assert.Empty(real.Requests);
    }

    [Fact]
    public async Task Only_what_is_read_is_passed()
    {
        await StartAsync();
        var token = await TokenAsync();

        Assert.Equal(403, (await SendAsync("PUT", At("/latest/meta-data/x"), (TokenHeader, token))).Status);
        Assert.Equal(405, (await SendAsync("POST", At("/latest/meta-data/x"), (TokenHeader, token))).Status);
        Assert.Equal(401, (await SendAsync("GET", At("/latest/meta-data/x"))).Status);
        Assert.Equal((200, ""), await SendAsync("HEAD", At("/latest/meta-data/x"), (TokenHeader, token)));
        Assert.Equal(["PUT /latest/api/token", "GET /latest/meta-data/x"], real.Lines);
    }

    private const string TokenHeader = "X-aws-ec2-metadata-token";

    private Task StartAsync(bool disabled = false) => StartAsync(
        new CredentialServerOptions
        {
            PassThrough = new MetadataPassThrough(http, new MetadataOptions(real.Address, disabled, TimeSpan.FromSeconds(1), 2), Time),
        },
        CredentialRoute.InstanceMetadata("deploy", new FakeSession(), region: "eu-west-1"));

    private Uri At(string path) => new(Server.Addresses[0].Address.GetLeftPart(UriPartial.Authority) + path);

    private async Task<string> TokenAsync() =>
        (await SendAsync("PUT", At("/latest/api/token"), ("X-aws-ec2-metadata-token-ttl-seconds", "21600"))).Body;

    private async Task<(int Status, string Body)> GetAsync(string path, params (string Name, string Value)[] headers) =>
        await SendAsync("GET", At(path), [(TokenHeader, await TokenAsync()), .. headers]);
}
