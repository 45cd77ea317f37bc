using System.Text.Json;

namespace AssumeRole.Sandbox.Tests;

public sealed class MetadataTests
{
    private const string TokenPath = "/latest/api/token";
    private const string TokenHeader = "X-aws-ec2-metadata-token";
    private const string TimeToLiveHeader = "X-aws-ec2-metadata-token-ttl-seconds";
    private const string CredentialPath = "/latest/meta-data/iam/security-credentials/concourse-worker";

    [Theory]
    [InlineData("1", 200)]
    [InlineData("21600", 200)]
    [InlineData("0", 400)]
    [InlineData("21601", 400)]
    [InlineData("-1", 400)]
    [InlineData("soon", 400)]
    [InlineData(null, 400)]
    public async Task A_token_is_given_for_a_time_within_bounds(string? timeToLive, int status)
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = timeToLive is null
            ? await client.SendAsync(HttpMethod.Put, TokenPath)
            : await client.SendAsync(HttpMethod.Put, TokenPath, (TimeToLiveHeader, timeToLive));
        Assert.Equal(status, reply.Status);
        Assert.Equal("EC2ws", reply.Headers["Server"]);
        if (status == 200)
        {
            Assert.Equal(timeToLive, reply.Headers[TimeToLiveHeader]);
            Assert.Equal("text/plain", reply.Headers["Content-Type"]);
            Assert.Equal(56, reply.Body.Length);
        }
    }

    [Fact]
    public async Task A_token_request_that_was_forwarded_is_refused()
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = await client.SendAsync(HttpMethod.Put, TokenPath, (TimeToLiveHeader, "60"), ("X-Forwarded-For", "192.0.2.1"));
        Assert.Equal(403, reply.Status);
    }

    [Theory]
    [InlineData("PUT", "/2021-01-03/api/token", 403)]
    [InlineData("POST", "/latest/api/token", 405)]
    [InlineData("DELETE", "/latest/meta-data/", 405)]
    public async Task Other_requests_are_refused(string method, string path, int status)
    {
        await using var client = await SandboxClient.StartAsync();
        Assert.Equal(status, (await client.SendAsync(new HttpMethod(method), path, (TimeToLiveHeader, "60"))).Status);
    }

    [Fact]
    public async Task Without_a_valid_token_nothing_is_told()
    {
        await using var client = await SandboxClient.StartAsync();
        Assert.Equal(401, (await client.SendAsync(HttpMethod.Get, CredentialPath)).Status);
        Assert.Equal(401, (await client.SendAsync(HttpMethod.Get, CredentialPath, (TokenHeader, "made-up"))).Status);

        var token = await client.SendAsync(HttpMethod.Put, TokenPath, (TimeToLiveHeader, "10"));
        client.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(200, (await client.SendAsync(HttpMethod.Get, CredentialPath, (TokenHeader, token.Body))).Status);
        client.Time.Advance(TimeSpan.FromSeconds(1));
        var late = await client.SendAsync(HttpMethod.Get, CredentialPath, (TokenHeader, token.Body));
        Assert.Equal(401, late.Status);
        Assert.Contains("<title>401 - Unauthorized</title>", late.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_tokens_are_optional_a_missing_one_is_fine_and_a_bad_one_is_not()
    {
        await using var client = await SandboxClient.StartAsync(
            TestWorld.Of("", ",'instance':{'availabilityZone':'eu-west-1c','tokensRequired':false}"));
        Assert.Equal("eu-west-1c", (await client.SendAsync(HttpMethod.Get, "/latest/meta-data/placement/availability-zone")).Body);
        Assert.Equal(401, (await client.SendAsync(HttpMethod.Get, "/latest/meta-data/", (TokenHeader, "made-up"))).Status);
    }

    [Theory]
    [InlineData("/latest/meta-data/", "iam/\ninstance-id\nplacement/\nservices/")]
    [InlineData("/latest/meta-data/services/domain", "amazonaws.com")]
    [InlineData("/latest/meta-data/services/partition", "aws")]
    [InlineData("/latest/meta-data/placement/", "availability-zone\nregion")]
    [InlineData("/latest/meta-data/instance-id", "i-0123456789abcdef0")]
    [InlineData("/latest/meta-data/placement/region", "eu-west-1")]
    [InlineData("/latest/meta-data/placement/availability-zone", "eu-west-1a")]
    [InlineData("/latest/meta-data/placement/availability-zone/", "eu-west-1a")]
    [InlineData("/latest/meta-data/iam/security-credentials/", "concourse-worker")]
    [InlineData("/latest/meta-data/iam/security-credentials", "concourse-worker")]
    [InlineData("/2021-01-03/meta-data/instance-id", "i-0123456789abcdef0")]
    public async Task Tells_about_the_instance_in_plain_text(string path, string expected)
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = await client.MetadataAsync(path);
        Assert.Equal((200, expected, "text/plain"), (reply.Status, reply.Body, reply.Headers["Content-Type"]));
    }

    [Theory]
    [InlineData("/latest/meta-data/nonsense")]
    [InlineData("/latest/meta-data/iam/security-credentials/other-role")]
    [InlineData("/latest/user-data")]
    [InlineData("/older/meta-data/instance-id")]
    public async Task Says_404_to_what_is_not_there(string path)
    {
        await using var client = await SandboxClient.StartAsync();
        Assert.Equal(404, (await client.MetadataAsync(path)).Status);
    }

    [Fact]
    public async Task Shows_the_identity_document_and_the_profile()
    {
        await using var client = await SandboxClient.StartAsync();
        using var identity = JsonDocument.Parse((await client.MetadataAsync("/latest/dynamic/instance-identity/document")).Body);
        Assert.Equal("111111111111", identity.RootElement.GetProperty("accountId").GetString());
        Assert.Equal("eu-west-1", identity.RootElement.GetProperty("region").GetString());

        using var info = JsonDocument.Parse((await client.MetadataAsync("/latest/meta-data/iam/info")).Body);
        Assert.Equal("Success", info.RootElement.GetProperty("Code").GetString());
        Assert.Equal(
            "arn:aws:iam::111111111111:instance-profile/concourse-worker",
            info.RootElement.GetProperty("InstanceProfileArn").GetString());
    }

    [Fact]
    public async Task Without_an_instance_profile_there_is_no_iam()
    {
        await using var client = await SandboxClient.StartAsync(TestWorld.Of("", ",'instance':{'availabilityZone':'eu-west-1a'}"));
        Assert.Equal("instance-id\nplacement/\nservices/", (await client.MetadataAsync("/latest/meta-data/")).Body);
        Assert.Equal(404, (await client.MetadataAsync("/latest/meta-data/iam/info")).Status);
        Assert.Equal(404, (await client.MetadataAsync("/latest/meta-data/iam/security-credentials/")).Status);
    }

    [Fact]
    public async Task A_profile_without_a_role_says_so()
    {
        await using var client = await SandboxClient.StartAsync(TestWorld.Of(
            "", ",'instance':{'availabilityZone':'eu-west-1a','instanceProfile':'arn:aws:iam::111111111111:instance-profile/empty'}"));
        using var info = JsonDocument.Parse((await client.MetadataAsync("/latest/meta-data/iam/info")).Body);
        Assert.Equal("InstanceProfileNotFound", info.RootElement.GetProperty("Code").GetString());
        Assert.Equal("", (await client.MetadataAsync("/latest/meta-data/iam/security-credentials/")).Body);
    }

    [Fact]
    public async Task A_role_without_a_named_profile_has_one_of_its_name()
    {
        const string role = "arn:aws:iam::111111111111:role/runner";
        await using var client = await SandboxClient.StartAsync(TestWorld.Of(
            TestWorld.Role(role, "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'Service':'ec2.amazonaws.com'}}"),
            $",'instance':{{'availabilityZone':'eu-west-1a','roleArn':'{role}'}}"));
        Assert.Equal("runner", (await client.MetadataAsync("/latest/meta-data/iam/security-credentials/")).Body);
        using var info = JsonDocument.Parse((await client.MetadataAsync("/latest/meta-data/iam/info")).Body);
        Assert.Equal("arn:aws:iam::111111111111:instance-profile/runner", info.RootElement.GetProperty("InstanceProfileArn").GetString());
    }

    [Fact]
    public async Task The_credential_document_has_the_members_that_SDKs_read()
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = await client.MetadataAsync(CredentialPath);
        using var json = JsonDocument.Parse(reply.Body);
        Assert.Equal(
            ["Code", "LastUpdated", "Type", "AccessKeyId", "SecretAccessKey", "Token", "Expiration"],
            json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("Success", json.RootElement.GetProperty("Code").GetString());
        Assert.Equal("2026-03-04T05:06:07Z", json.RootElement.GetProperty("LastUpdated").GetString());
        Assert.Equal("AWS-HMAC", json.RootElement.GetProperty("Type").GetString());
        Assert.Equal("2026-03-04T11:06:07Z", json.RootElement.GetProperty("Expiration").GetString());
        Assert.Contains("SANDBOXSECRET", reply.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u002B", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_stay_the_same_until_shortly_before_they_expire()
    {
        await using var client = await SandboxClient.StartAsync();
        var first = await client.InstanceKeyAsync();
        client.Time.Advance(TimeSpan.FromHours(5.7));
        Assert.Equal(first, await client.InstanceKeyAsync());
        client.Time.Advance(TimeSpan.FromHours(0.2));
        Assert.NotEqual(first, await client.InstanceKeyAsync());
        Assert.Equal(200, (await client.CallAsync(first, "GetCallerIdentity")).Status);
    }

    [Fact]
    public async Task A_role_that_does_not_trust_EC2_has_an_error_for_credentials()
    {
        const string role = "arn:aws:iam::111111111111:role/closed";
        await using var client = await SandboxClient.StartAsync(TestWorld.Of(
            TestWorld.Role(role, TestWorld.Trust(TestWorld.Ann)),
            $",'instance':{{'availabilityZone':'eu-west-1a','roleArn':'{role}','instanceProfile':'arn:aws:iam::111111111111:instance-profile/closed'}}"));
        using var json = JsonDocument.Parse((await client.MetadataAsync("/latest/meta-data/iam/security-credentials/closed")).Body);
        Assert.Equal("AssumeRoleUnauthorizedAccess", json.RootElement.GetProperty("Code").GetString());
    }

    [Fact]
    public async Task HEAD_is_GET_without_the_body()
    {
        await using var client = await SandboxClient.StartAsync();
        var token = await client.SendAsync(HttpMethod.Put, TokenPath, (TimeToLiveHeader, "10"));
        var reply = await client.SendAsync(HttpMethod.Head, "/latest/meta-data/instance-id", (TokenHeader, token.Body));
        Assert.Equal((200, "", "19"), (reply.Status, reply.Body, reply.Headers["Content-Length"]));
    }
}
