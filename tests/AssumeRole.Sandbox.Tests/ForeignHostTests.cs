namespace AssumeRole.Sandbox.Tests;

/// <summary>A web page can send requests to a port of loopback, under a name of its own.</summary>
public sealed class ForeignHostTests
{
    [Theory]
    [InlineData("evil.example", 403)]
    [InlineData("127.0.0.1.evil.example", 403)]
    [InlineData("localhost:1", 200)]
    [InlineData("169.254.169.254", 200)]
    public async Task A_foreign_host_gets_no_metadata_token(string host, int status)
    {
        await using var client = await SandboxClient.StartAsync();

        var reply = await client.SendAsync(
            HttpMethod.Put, "/latest/api/token", ("Host", host), ("X-aws-ec2-metadata-token-ttl-seconds", "60"));

        Assert.Equal(status, reply.Status);
        Assert.Equal(status == 200 ? 1 : 0, client.Sandbox.Calls.Count);
    }

    [Fact]
    public async Task A_foreign_host_gets_no_session()
    {
        await using var client = await SandboxClient.StartAsync();

        var reply = await client.SendAsync(HttpMethod.Get, "/?Action=GetCallerIdentity&Version=2011-06-15", ("Host", "evil.example"));

        Assert.Equal(403, reply.Status);
        Assert.Empty(client.Sandbox.Calls);
    }
}
