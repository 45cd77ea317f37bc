using System.Text.Json;
using AssumeRole.Testing;

namespace AssumeRole.Sandbox.Tests;

/// <summary>
/// What a client sees that asks without a token and for a token at the same time: each row is a finding of its own, and each is
/// reached by the world.
/// </summary>
public sealed class MetadataVerdictTests
{
    private const string Zone = "'availabilityZone':'eu-west-1a'";
    private const string Role = "arn:aws:iam::111111111111:role/worker";
    private const string Profile = "'instanceProfile':'arn:aws:iam::111111111111:instance-profile/worker'";
    private const string CredentialPath = "/latest/meta-data/iam/security-credentials/worker";

    [Theory]

    // Healthy.
    [InlineData("version 2 is required", Zone, "", "401", "200")]
    [InlineData("version 1 is open as well", Zone + ",'tokensRequired':false", "", "200", "200")]

    // The answer to the PUT dies on the way.
    [InlineData("the hop limit is too low for a container", Zone + ",'hopLimit':1", "", "401", "silence")]
    [InlineData(
        "the hop limit is too low, and version 1 is open",
        Zone + ",'hopLimit':1,'tokensRequired':false",
        "",
        "200",
        "silence")]
    [InlineData("the hop limit is too low for a container in a container", Zone + ",'clientHops':2", "", "401", "silence")]
    [InlineData("the host itself is no hop away", Zone + ",'hopLimit':1,'clientHops':0", "", "401", "200")]
    [InlineData("the limit can be raised", Zone + ",'hopLimit':3,'clientHops':2", "", "401", "200")]
    [InlineData("the answer dies for no reason of the world's", Zone, "'metadataTokenUnanswered':true", "401", "silence")]

    // Nothing there, or nothing to be seen of it.
    [InlineData("there is no instance", null, "", "reset", "reset")]
    [InlineData("the address is unreachable", Zone, "'metadataUnreachable':true", "reset", "reset")]
    [InlineData("a firewall drops", Zone, "'metadataSilent':true", "silence", "silence")]

    // Something else answers.
    [InlineData("the service is off", Zone, "'metadataDisabled':true", "403", "403")]
    [InlineData("a metadata proxy knows no tokens", Zone + ",'tokensRequired':false", "'metadataTokenStatus':404", "200", "404")]
    [InlineData("a metadata proxy knows no PUT", Zone + ",'tokensRequired':false", "'metadataTokenStatus':405", "200", "405")]
    [InlineData("the service asks for a retry", Zone, "'metadataTokenStatus':503", "401", "503")]
    public async Task Each_pair_of_answers_is_in_reach(string what, string? instance, string faults, string get, string put)
    {
        Assert.NotEmpty(what);
        var member = instance is null ? "" : $",'instance':{{{instance}}}";
        await using var client = await SandboxClient.StartAsync(TestWorld.Of("", $"{member},'faults':{{{faults}}}"));
        var token = client.SendAsync(HttpMethod.Put, "/latest/api/token", ("X-aws-ec2-metadata-token-ttl-seconds", "60"));
        var tokenless = client.SendAsync(HttpMethod.Get, "/latest/meta-data/");

        Assert.Equal((get, put), (await SeenAsync(tokenless, get), await SeenAsync(token, put)));
        if (get == "200") Assert.Equal("EC2ws", (await tokenless).Headers["Server"]);
    }

    [Fact]
    public async Task A_proxy_that_tells_for_whom_it_asks_gets_no_token()
    {
        await using var client = await SandboxClient.StartAsync(TestWorld.Of("", $",'instance':{{{Zone}}}"));
        var reply = await client.SendAsync(
            HttpMethod.Put, "/latest/api/token", ("X-aws-ec2-metadata-token-ttl-seconds", "60"), ("X-Forwarded-For", "10.0.0.1"));
        Assert.Equal(403, reply.Status);
    }

    [Fact]
    public async Task Without_a_profile_a_good_token_finds_no_iam()
    {
        await using var client = await SandboxClient.StartAsync(TestWorld.Of("", $",'instance':{{{Zone}}}"));
        Assert.Equal(404, (await client.MetadataAsync("/latest/meta-data/iam/info")).Status);
        Assert.Equal(200, (await client.MetadataAsync("/latest/meta-data/instance-id")).Status);
    }

    [Theory]
    [InlineData("'lambda.amazonaws.com'", "", "AssumeRoleUnauthorizedAccess")]
    [InlineData("'ec2.amazonaws.com'", "'instanceCredentialCode':'Failed'", "Failed")]
    public async Task A_document_can_say_that_it_has_no_credentials(string trusted, string faults, string code)
    {
        var role = TestWorld.Role(Role, $"{{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{{'Service':{trusted}}}}}");
        await using var client = await SandboxClient.StartAsync(
            TestWorld.Of(role, $",'instance':{{{Zone},{Profile},'roleArn':'{Role}'}},'faults':{{{faults}}}"));
        using var json = JsonDocument.Parse((await client.MetadataAsync(CredentialPath)).Body);
        Assert.Equal(["Code", "Message", "LastUpdated"], json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(code, json.RootElement.GetProperty("Code").GetString());
        Assert.StartsWith(
            "EC2 cannot assume the role worker.", json.RootElement.GetProperty("Message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_that_live_shortly_are_renewed_halfway()
    {
        var role = TestWorld.Role(
            Role, "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'Service':'ec2.amazonaws.com'}}");
        await using var client = await SandboxClient.StartAsync(
            TestWorld.Of(role, $",'credentialLifetime':60,'instance':{{{Zone},{Profile},'roleArn':'{Role}'}}"));
        var first = await client.InstanceKeyAsync();
        client.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(first, await client.InstanceKeyAsync());
        client.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await client.InstanceKeyAsync();
        Assert.NotEqual(first, second);

        client.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("ExpiredToken", (await client.CallAsync(first, "GetCallerIdentity")).Code);
        Assert.Equal(200, (await client.CallAsync(second, "GetCallerIdentity")).Status);
    }

    private static async Task<string> SeenAsync(Task<SandboxClient.Reply> pending, string expected)
    {
        // An answer takes milliseconds; but only where silence is expected may a slow machine be taken for it.
        var patience = expected == "silence" ? TimeSpan.FromSeconds(1) : Patience.Limit;
        if (await Task.WhenAny(pending, Task.Delay(patience)) != pending) return "silence";
        try
        {
            return (await pending).Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException)
        {
            return "reset";
        }
    }
}
