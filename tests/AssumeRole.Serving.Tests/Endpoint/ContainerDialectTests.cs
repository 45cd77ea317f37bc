using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using AssumeRole.Endpoint;
using AssumeRole.Findings;

namespace AssumeRole.Serving.Tests.Endpoint;

public sealed class ContainerDialectTests : ServerTest
{
    private readonly FakeSession deploy = new();
    private readonly FakeSession audit = new("audit");

    private CredentialAddress Deploy => Server.Addresses[0];

    private CredentialAddress Audit => Server.Addresses[1];

    [Fact]
    public async Task The_token_of_a_path_opens_its_role()
    {
        await StartTwoAsync();

        using var response = await RespondAsync("GET", Audit.Address, ("Authorization", Audit.Token!.Reveal()));
        var json = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)).RootElement;

        Assert.Equal((HttpStatusCode.OK, "application/json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(
            ["RoleArn", "AccessKeyId", "SecretAccessKey", "Token", "Expiration", "AccountId"],
            json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            [
                "arn:aws:iam::222222222222:role/audit", "ASIA-audit", "secret-of-audit", "token-of-audit", "2026-03-04T06:06:07Z",
                "222222222222",
            ],
            json.EnumerateObject().Select(member => member.Value.GetString()));
    }

    [Fact]
    public async Task Paths_and_tokens_are_long_random_and_safe_in_an_address()
    {
        await StartTwoAsync();

        Assert.Matches("^/[A-Za-z0-9_-]{22}$", Deploy.Address.AbsolutePath);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", Deploy.Token!.Reveal());
        Assert.NotEqual(Deploy.Address.AbsolutePath, Audit.Address.AbsolutePath);
        Assert.NotEqual(Deploy.Token.Reveal(), Audit.Token!.Reveal());
        Assert.Equal(("127.0.0.1", "deploy"), (Deploy.Address.Host, Deploy.RoleName));
    }

    [Fact]
    public async Task It_is_served_on_IPv6_loopback_too()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This machine has no IPv6.");
        await StartTwoAsync();

        var address = new UriBuilder(Deploy.Address) { Host = "[::1]" }.Uri;

        Assert.Equal(200, (await GetAsync(Deploy with { Address = address })).Status);
    }

    [Theory]
    [InlineData("no token", 401, "TokenMissing")]
    [InlineData("an empty token", 401, "TokenMissing")]
    [InlineData("a wrong token", 403, "TokenWrong")]
    [InlineData("a longer token", 403, "TokenWrong")]
    [InlineData("a shorter token", 403, "TokenWrong")]
    [InlineData("its first letter", 403, "TokenWrong")]
    [InlineData("another case", 403, "TokenWrong")]
    [InlineData("another role's token", 403, "TokenWrong")]
    public async Task Without_the_token_there_is_nothing_but_a_refusal(string with, int status, string code)
    {
        await StartTwoAsync();
        var token = Deploy.Token!.Reveal();
        (string, string)[] headers = with switch
        {
            "no token" => [],
            "an empty token" => [("Authorization", "")],
            "a wrong token" => [("Authorization", new string('x', token.Length))],
            "a longer token" => [("Authorization", token + "x")],
            "a shorter token" => [("Authorization", token[..^1])],
            "its first letter" => [("Authorization", token[..1])],
            "another case" => [("Authorization", Swapped(token))],
            _ => [("Authorization", Audit.Token!.Reveal())],
        };

        AssertRefused(await SendAsync("GET", Deploy.Address, headers), status, code);
    }

    [Theory]
    [InlineData("POST", "")]
    [InlineData("PUT", "")]
    [InlineData("DELETE", "")]
    [InlineData("OPTIONS", "")]
    public async Task Only_GET_and_HEAD_read_credentials(string method, string body)
    {
        await StartTwoAsync();
        AssertRefused(await SendAsync(method, Deploy.Address, ("Authorization", Deploy.Token!.Reveal())), 405, "MethodRefused");
        Assert.Equal((200, body), await SendAsync("HEAD", Deploy.Address, ("Authorization", Deploy.Token!.Reveal())));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/latest/api/token")]
    [InlineData("/latest/meta-data/iam/security-credentials/")]
    public async Task Another_path_has_nothing(string path)
    {
        await StartTwoAsync();
        var address = new Uri(Deploy.Address, path);
        AssertRefused(await SendAsync("GET", address, ("Authorization", Deploy.Token!.Reveal())), 404, "PathUnknown");
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example:80")]
    [InlineData("localhost.")]
    [InlineData("169.254.169.254")]
    [InlineData("0.0.0.0")]
    [InlineData("[::2]")]
    [InlineData("2130706433")]
    public async Task A_foreign_host_is_refused_though_the_token_is_right(string host)
    {
        await StartTwoAsync();
        AssertRefused(
            await SendAsync("GET", Deploy.Address, ("Host", host), ("Authorization", Deploy.Token!.Reveal())), 403, "HostForeign");
    }

    [Theory]
    [InlineData("localhost:80.evil.example")]
    [InlineData("127.0.0.1:evil")]
    public async Task A_host_whose_port_is_no_number_is_foreign(string host)
    {
        await StartTwoAsync();
        var request = $"GET {Deploy.Address.AbsolutePath} HTTP/1.1\r\nHost: {host}\r\nAuthorization: {Token}";
        Assert.StartsWith("HTTP/1.1 403 ", await SendRawAsync(request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://evil.example", 403)]
    [InlineData("http://127.0.0.1@evil.example", 403)]
    [InlineData("http://evil.example?", 403)]
    [InlineData("http://localhost", 200)]
    [InlineData("http://127.0.0.1:1", 200)]
    public async Task The_host_of_a_target_in_absolute_form_is_checked_too(string origin, int status)
    {
        await StartTwoAsync();
        var target = origin + Deploy.Address.AbsolutePath;

        Assert.StartsWith($"HTTP/1.1 {status} ", await SendRawAsync($"GET {target} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {Token}"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403 ", await SendRawAsync($"GET {target} HTTP/1.1\r\nHost: evil.example\r\nAuthorization: {Token}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_tokens_are_refused_whichever_is_right()
    {
        await StartTwoAsync();
        foreach (var (first, second) in new[] { (Token, Token), (Token, "x"), ("x", Token) })
        {
            var answer = await SendRawAsync($"GET {Deploy.Address.AbsolutePath} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {first}\r\nauthorization: {second}");
            Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("LOCALHOST:1")]
    [InlineData("[::1]")]
    [InlineData("[::1]:443")]
    public async Task Every_name_of_loopback_is_fine(string host)
    {
        await StartTwoAsync();
        Assert.Equal(200, (await SendAsync("GET", Deploy.Address, ("Host", host), ("Authorization", Deploy.Token!.Reveal()))).Status);
    }

    [Fact]
    public async Task A_request_without_a_host_is_refused()
    {
        await StartTwoAsync();
        using var client = await Http.RawClient.ConnectAsync(IPAddress.Loopback, Deploy.Address.Port);

        await client.SendAsync($"GET {Deploy.Address.AbsolutePath} HTTP/1.0\r\nAuthorization: {Deploy.Token!.Reveal()}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", await client.ReceiveAllAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_there_is_no_session_the_answer_says_why()
    {
        await StartTwoAsync();
        deploy.Fail(FindingCatalogue.AssumeDenied);

        using var response = await RespondAsync("GET", Deploy.Address, ("Authorization", Deploy.Token!.Reveal()));
        var json = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)).RootElement;

        // The reason phrase is all that the SDK for .NET shows.
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "AssumeDenied"), (response.StatusCode, response.ReasonPhrase));
        Assert.Equal("AssumeDenied", json.GetProperty("code").GetString());
        Assert.Equal(deploy.LastFailure!.ToString(), json.GetProperty("message").GetString());
        Assert.Equal(200, (await GetAsync(Audit)).Status);
    }

    [Fact]
    public async Task A_renewed_session_is_served_from_then_on()
    {
        await StartTwoAsync();
        Assert.Contains("ASIA-deploy", (await GetAsync(Deploy)).Body, StringComparison.Ordinal);

        deploy.Latest = Sample.Session("renewed");
        Assert.Contains("ASIA-renewed", (await GetAsync(Deploy)).Body, StringComparison.Ordinal);

        deploy.Fail(FindingCatalogue.StsUnreachable);
        Assert.Equal(503, (await GetAsync(Deploy)).Status);
        (deploy.LastFailure, deploy.Latest) = (null, Sample.Session("again"));
        Assert.Contains("ASIA-again", (await GetAsync(Deploy)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_that_waits_for_its_session_keeps_no_other_waiting()
    {
        await StartTwoAsync();
        var answer = new TaskCompletionSource();
        deploy.Pending = answer.Task;

        var pending = GetAsync(Deploy);
        Assert.Equal(200, (await GetAsync(Audit)).Status);
        Assert.False(pending.IsCompleted);

        answer.SetResult();
        Assert.Equal(200, (await pending).Status);
    }

    [Fact]
    public async Task Nobody_waits_for_a_session_without_end()
    {
        // The clock goes on while the answer is sent: a client that is slow to take it is another matter.
        await StartTwoAsync(new() { Bounds = new CredentialServerOptions().Bounds with { SendTimeout = Timeout.InfiniteTimeSpan } });
        deploy.Pending = new TaskCompletionSource().Task;

        var pending = GetAsync(Deploy);
        await Patience.UntilAsync(() => deploy.Asked == 1);
        await Patience.AdvanceUntilAsync(Time, pending, TimeSpan.FromSeconds(1));

        var (status, body) = await pending;
        Assert.Equal(503, status);
        Assert.Equal("SessionPending", JsonDocument.Parse(body).RootElement.GetProperty("code").GetString());
    }

    private Task StartTwoAsync(CredentialServerOptions? options = null) =>
        StartAsync(options, CredentialRoute.Container("deploy", deploy), CredentialRoute.Container("audit", audit));

    private static string Swapped(string text) =>
        string.Concat(text.Select(one => char.IsUpper(one) ? char.ToLowerInvariant(one) : char.ToUpperInvariant(one)));

    private static void AssertRefused((int Status, string Body) answer, int status, string code)
    {
        Assert.Equal(status, answer.Status);
        var json = JsonDocument.Parse(answer.Body).RootElement;
        Assert.Equal(["code", "message"], json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(code, json.GetProperty("code").GetString());
    }

    private string Token => Deploy.Token!.Reveal();

    private async Task<string> SendRawAsync(string head)
    {
        using var client = await Http.RawClient.ConnectAsync(IPAddress.Loopback, Deploy.Address.Port);
        await client.SendAsync(head + "\r\nConnection: close\r\n\r\n");
        return await client.ReceiveAllAsync();
    }
}
