using AssumeRole.Endpoint;
using AssumeRole.Findings;

namespace AssumeRole.Serving.Tests.Endpoint;

public sealed class HealthTests : ServerTest
{
    private readonly FakeSession deploy = new() { Latest = null };
    private readonly FakeSession audit = new("audit");

    [Fact]
    public async Task Without_a_token_only_the_state_of_all_is_said()
    {
        await StartTwoAsync();
        Assert.Equal((200, """{"status":"ok"}"""), await HealthAsync());

        deploy.Fail(FindingCatalogue.AssumeDenied);
        Assert.Equal((503, """{"status":"failing"}"""), await HealthAsync());
        Assert.Equal((503, """{"status":"failing"}"""), await HealthAsync(("Authorization", "wrong")));
    }

    [Fact]
    public async Task A_token_shows_its_own_role_and_no_other()
    {
        await StartTwoAsync();

        Assert.Equal(
            (200, """{"status":"ok","roles":[{"role":"audit","state":"good","expiration":"2026-03-04T06:06:07Z"}]}"""),
            await HealthAsync(("Authorization", Server.Addresses[1].Token!.Reveal())));
    }

    [Fact]
    public async Task The_state_follows_the_session()
    {
        await StartTwoAsync();
        Assert.Equal("idle", await StateAsync());

        deploy.Latest = Sample.Session();
        Assert.Equal("good", await StateAsync());

        deploy.LastFailure = FindingCatalogue.StsUnreachable.For("role", "Seen.");
        Assert.Equal("failing", await StateAsync());

        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("unavailable", await StateAsync());

        deploy.LastFailure = null;
        Assert.Equal("idle", await StateAsync());
    }

    [Fact]
    public async Task A_port_of_instance_metadata_says_how_it_is_too()
    {
        await StartAsync(null, CredentialRoute.InstanceMetadata("audit", audit));
        var health = new Uri(Server.Addresses[0].Address, "/healthz");
        var token = (await SendAsync("PUT", new Uri(health, "/latest/api/token"), ("X-aws-ec2-metadata-token-ttl-seconds", "60"))).Body;

        Assert.Equal((200, """{"status":"ok"}"""), await SendAsync("GET", health));
        Assert.Equal(
            (200, """{"status":"ok","roles":[{"role":"audit","state":"good","expiration":"2026-03-04T06:06:07Z"}]}"""),
            await SendAsync("GET", health, ("X-aws-ec2-metadata-token", token)));
    }

    [Fact]
    public async Task It_is_only_read()
    {
        await StartTwoAsync();
        Assert.Equal(405, (await SendAsync("POST", new Uri(Server.Addresses[0].Address, "/healthz"))).Status);
        Assert.Equal(403, (await HealthAsync(("Host", "evil.example"))).Status);
    }

    private Task StartTwoAsync() =>
        StartAsync(null, CredentialRoute.Container("deploy", deploy), CredentialRoute.Container("audit", audit));

    private Task<(int Status, string Body)> HealthAsync(params (string, string)[] headers) =>
        SendAsync("GET", new Uri(Server.Addresses[0].Address, "/healthz"), headers);

    private async Task<string> StateAsync()
    {
        var (_, body) = await HealthAsync(("Authorization", Server.Addresses[0].Token!.Reveal()));
        return body.Split("\"state\":\"")[1].Split('"')[0];
    }
}
