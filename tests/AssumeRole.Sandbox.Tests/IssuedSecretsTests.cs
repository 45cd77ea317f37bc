namespace AssumeRole.Sandbox.Tests;

/// <summary>The list of what a sandbox handed out, from which a leak test knows what to look for.</summary>
public sealed class IssuedSecretsTests
{
    [Fact]
    public async Task Every_secret_that_a_client_receives_was_listed()
    {
        await using var client = await SandboxClient.StartAsync();
        client.Sandbox.Issued.IsKept = true;
        var token = await client.SendAsync(HttpMethod.Put, "/latest/api/token", ("X-aws-ec2-metadata-token-ttl-seconds", "60"));
        var instance = await client.InstanceKeyAsync();
        var session = await client.AssumedAsync(instance, "arn:aws:iam::222222222222:role/worker-permissions");
        var reply = await client.CallAsync(SandboxClient.TestKey.Operator, "GetSessionToken");
        var user = SandboxClient.TestKey.Of(reply);

        string?[] received =
        [
            token.Body, instance.SecretAccessKey, instance.SessionToken, session.SecretAccessKey, session.SessionToken,
            user.SecretAccessKey, user.SessionToken,
        ];
        var listed = client.Sandbox.Issued.All.Select(secret => secret.Reveal()).ToArray();
        Assert.All(received, secret => Assert.Contains(secret, listed));
        Assert.All(listed, secret => Assert.StartsWith("SANDBOX", secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_listed_where_nobody_keeps_it()
    {
        await using var client = await SandboxClient.StartAsync();
        await client.InstanceKeyAsync();
        Assert.Empty(client.Sandbox.Issued.All);
    }

    [Fact]
    public async Task What_is_taken_is_taken_once()
    {
        await using var client = await SandboxClient.StartAsync();
        client.Sandbox.Issued.IsKept = true;
        await client.InstanceKeyAsync();
        Assert.NotEmpty(client.Sandbox.Issued.Take());
        Assert.Empty(client.Sandbox.Issued.Take());
    }
}
