using System.Net;
using System.Text.Json;
using AssumeRole.Endpoint;
using AssumeRole.Findings;

namespace AssumeRole.Serving.Tests.Endpoint;

public sealed class MetadataDialectTests : ServerTest
{
    private const string Credentials = "/latest/meta-data/iam/security-credentials/";
    private const string Lifetime = "X-aws-ec2-metadata-token-ttl-seconds";
    private const string TokenHeader = "X-aws-ec2-metadata-token";
    private readonly FakeSession deploy = new();
    private readonly FakeSession audit = new("audit");

    [Fact]
    public async Task A_token_leads_to_the_role_of_the_port()
    {
        await StartTwoAsync();
        var token = await TokenAsync(1);

        Assert.Equal((200, "audit"), await GetAsync(1, Credentials, token));
        var document = JsonDocument.Parse((await GetAsync(1, Credentials + "audit", token)).Body).RootElement;

        Assert.Equal(
            ["Code", "LastUpdated", "Type", "AccessKeyId", "SecretAccessKey", "Token", "Expiration"],
            document.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            ["Success", "2026-03-04T05:06:07Z", "AWS-HMAC", "ASIA-audit", "secret-of-audit", "token-of-audit", "2026-03-04T06:06:07Z"],
            document.EnumerateObject().Select(member => member.Value.GetString()));
    }

    [Theory]
    [InlineData("/latest/meta-data/iam/security-credentials", "deploy")]
    [InlineData("/2021-07-15/meta-data/iam/security-credentials/", "deploy")]
    [InlineData("/1.0/meta-data/iam/security-credentials/", "deploy")]
    [InlineData("/latest/meta-data/placement/region", "eu-west-1")]
    [InlineData("/latest/meta-data/placement/", "region")]
    [InlineData("/latest/meta-data/iam/", "info\nsecurity-credentials/")]
    [InlineData("/latest/meta-data/", "iam/\nplacement/")]
    [InlineData("/latest/", "meta-data/")]
    [InlineData("/latest", "meta-data/")]
    public async Task Texts_stand_where_EC2_has_them(string path, string text)
    {
        await StartTwoAsync();
        Assert.Equal((200, text), await GetAsync(0, path, await TokenAsync(0)));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/latest/meta-data/iam/security-credentials/audit")]
    [InlineData("/latest/meta-data/iam/security-credentials/deploy/more")]
    [InlineData("/latest/meta-data/IAM/security-credentials/deploy")]
    [InlineData("/latest/meta-data/iam/other")]
    [InlineData("/latest/user-data")]
    [InlineData("/latest/dynamic/instance-identity/document")]
    [InlineData("/0000/meta-data/")]
    [InlineData("/latest//meta-data/")]
    public async Task Elsewhere_there_is_nothing(string path)
    {
        await StartTwoAsync();
        Assert.Equal(404, (await GetAsync(0, path, await TokenAsync(0))).Status);
    }

    [Fact]
    public async Task Without_a_region_none_is_named()
    {
        await StartTwoAsync();
        var token = await TokenAsync(1);

        Assert.Equal(404, (await GetAsync(1, "/latest/meta-data/placement/region", token)).Status);
        Assert.Equal((200, "iam/"), await GetAsync(1, "/latest/meta-data/", token));
    }

    [Theory]
    [InlineData("a+b=c,d@e")]
    [InlineData("a%2Bb%3Dc%2Cd%40e")]
    [InlineData("a%2bb=c,d%40e")]
    public async Task A_roles_name_may_be_encoded(string name)
    {
        await StartAsync(null, CredentialRoute.InstanceMetadata("a+b=c,d@e", deploy));
        var answer = await GetAsync(0, Credentials + name, await TokenAsync(0));
        Assert.Equal((200, true), (answer.Status, answer.Body.Contains("ASIA-deploy", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_profile_is_of_the_roles_account()
    {
        await StartTwoAsync();

        var info = JsonDocument.Parse((await GetAsync(0, "/latest/meta-data/iam/info", await TokenAsync(0))).Body).RootElement;

        Assert.Equal("Success", info.GetProperty("Code").GetString());
        Assert.Equal("arn:aws:iam::222222222222:instance-profile/deploy", info.GetProperty("InstanceProfileArn").GetString());
        Assert.Matches("^AIPA[A-Z0-9]{17}$", info.GetProperty("InstanceProfileId").GetString()!);
    }

    [Fact]
    public async Task A_token_is_given_for_the_time_asked()
    {
        await StartTwoAsync();

        using var response = await RespondAsync("PUT", At(0, "/latest/api/token"), (Lifetime, "60"));
        var token = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "60"), (response.StatusCode, response.Headers.GetValues(Lifetime).Single()));
        Assert.Matches("^[A-Za-z0-9_-]{75}=$", token);
        Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(200, (await GetAsync(0, Credentials, token)).Status);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await GetAsync(0, Credentials, token)).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("21601")]
    [InlineData("60.0")]
    [InlineData("1e3")]
    [InlineData("many")]
    [InlineData("99999999999999999999")]
    public async Task A_token_for_no_time_or_too_long_is_a_bad_request(string? lifetime)
    {
        await StartTwoAsync();
        (string, string)[] headers = lifetime is null ? [] : [(Lifetime, lifetime)];
        Assert.Equal(400, (await SendAsync("PUT", At(0, "/latest/api/token"), headers)).Status);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("empty")]
    [InlineData("wrong")]
    [InlineData("short")]
    [InlineData("of another port")]
    [InlineData("changed")]
    [InlineData("respelt")]
    public async Task Without_a_token_of_this_port_there_is_nothing(string what)
    {
        await StartTwoAsync();
        var good = await TokenAsync(0);
        var token = what switch
        {
            "empty" => "",
            "wrong" => new string('A', good.Length),
            "short" => good[..^1],
            "of another port" => await TokenAsync(1),
            "changed" => (good[0] == 'B' ? 'C' : 'B') + good[1..],
            // The last digits of base64 that carry no bit.
            _ => good[..^2] + (char)(good[^2] + 1) + "=",
        };

        var answer = what == "none" ? await SendAsync("GET", At(0, Credentials)) : await GetAsync(0, Credentials, token);

        Assert.Equal(401, answer.Status);
        Assert.Equal(401, (await GetAsync(0, Credentials + "deploy", token)).Status);
    }

    [Theory]
    [InlineData("PUT", "/latest/api/token")]
    [InlineData("GET", Credentials + "deploy")]
    [InlineData("GET", "/healthz")]
    public async Task What_came_through_a_proxy_gets_nothing(string method, string path)
    {
        await StartTwoAsync();
        var answer = await SendAsync(
            method, At(0, path), ("X-Forwarded-For", "10.0.0.1"), (Lifetime, "60"), (TokenHeader, await TokenAsync(0)));
        Assert.Equal(403, answer.Status);
    }

    [Theory]
    [InlineData("PUT", "/2021-07-15/api/token", 403)]
    [InlineData("PUT", "/latest/api/token/", 403)]
    [InlineData("PUT", Credentials, 403)]
    [InlineData("POST", "/latest/api/token", 405)]
    [InlineData("DELETE", Credentials, 405)]
    [InlineData("TRACE", Credentials, 405)]
    public async Task Other_methods_and_places_for_them_are_refused(string method, string path, int status)
    {
        await StartTwoAsync();
        Assert.Equal(status, (await SendAsync(method, At(0, path), (Lifetime, "60"), (TokenHeader, await TokenAsync(0)))).Status);
    }

    [Theory]
    [InlineData("169.254.169.254", 200)]
    [InlineData("169.254.169.254:80", 200)]
    [InlineData("[fd00:ec2::254]", 200)]
    [InlineData("localhost:9101", 200)]
    [InlineData("evil.example", 403)]
    [InlineData("169.254.169.254.evil.example", 403)]
    public async Task Redirected_traffic_keeps_its_host(string host, int status)
    {
        await StartTwoAsync();
        Assert.Equal(status, (await SendAsync("PUT", At(0, "/latest/api/token"), ("Host", host), (Lifetime, "60"))).Status);
    }

    [Fact]
    public async Task When_there_is_no_session_the_document_says_why_as_EC2_does()
    {
        await StartTwoAsync();
        deploy.Fail(FindingCatalogue.AssumeDenied);
        var token = await TokenAsync(0);

        foreach (var path in new[] { Credentials + "deploy", "/latest/meta-data/iam/info" })
        {
            var (status, body) = await GetAsync(0, path, token);
            var document = JsonDocument.Parse(body).RootElement;
            Assert.Equal((200, "AssumeDenied"), (status, document.GetProperty("Code").GetString()));
            Assert.Equal(deploy.LastFailure!.ToString(), document.GetProperty("Message").GetString());
        }
    }

    [Fact]
    public async Task HEAD_is_answered_as_GET_without_the_body()
    {
        await StartTwoAsync();
        Assert.Equal((200, ""), await SendAsync("HEAD", At(0, Credentials + "deploy"), (TokenHeader, await TokenAsync(0))));
    }

    private Task StartTwoAsync() => StartAsync(
        null,
        CredentialRoute.InstanceMetadata("deploy", deploy, region: "eu-west-1"),
        CredentialRoute.InstanceMetadata("audit", audit));

    private Uri At(int route, string path) => new(Server.Addresses[route].Address.GetLeftPart(UriPartial.Authority) + path);

    private async Task<string> TokenAsync(int route) => (await SendAsync("PUT", At(route, "/latest/api/token"), (Lifetime, "21600"))).Body;

    private Task<(int Status, string Body)> GetAsync(int route, string path, string token) =>
        SendAsync("GET", At(route, path), (TokenHeader, token));
}
