using System.Net.Sockets;
using System.Text.Json;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task Throttles_and_then_is_unavailable_for_as_many_calls_as_told()
    {
        await using var client = await SandboxClient.StartAsync();
        client.Sandbox.SetFaults(new WorldFaults { ThrottledCalls = 2, UnavailableCalls = 1 });
        string[] errors =
            ["400 Throttling: Rate exceeded", "400 Throttling: Rate exceeded", "503 ServiceUnavailable: Service is unavailable."];
        foreach (var error in errors)
            Assert.Equal(error, (await client.CallAsync(SandboxClient.TestKey.Operator, "GetCallerIdentity")).Error);
        Assert.Equal(200, (await client.CallAsync(SandboxClient.TestKey.Operator, "GetCallerIdentity")).Status);
    }

    [Fact]
    public async Task A_disabled_metadata_service_refuses_everything()
    {
        await using var client = await SandboxClient.StartAsync();
        client.Sandbox.SetFaults(new WorldFaults { MetadataDisabled = true });
        var token = await client.SendAsync(HttpMethod.Put, "/latest/api/token", ("X-aws-ec2-metadata-token-ttl-seconds", "60"));
        Assert.Equal(403, token.Status);
        Assert.Equal(403, (await client.SendAsync(HttpMethod.Get, "/latest/meta-data/")).Status);
    }

    [Fact]
    public async Task A_token_request_can_be_left_unanswered()
    {
        await using var client = await SandboxClient.StartAsync();
        client.Sandbox.SetFaults(new WorldFaults { MetadataTokenUnanswered = true });
        var pending = client.SendAsync(HttpMethod.Put, "/latest/api/token", ("X-aws-ec2-metadata-token-ttl-seconds", "60"));

        // Later requests are answered, on connections of their own.
        Assert.Equal(401, (await client.SendAsync(HttpMethod.Get, "/latest/meta-data/")).Status);
        Assert.False(pending.IsCompleted);
        await client.Sandbox.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => pending);
    }

    [Fact]
    public async Task The_credential_document_can_show_an_error()
    {
        await using var client = await SandboxClient.StartAsync();
        client.Sandbox.SetFaults(new WorldFaults { InstanceCredentialCode = "AssumeRoleUnauthorizedAccess" });
        using var json = JsonDocument.Parse(
            (await client.MetadataAsync("/latest/meta-data/iam/security-credentials/concourse-worker")).Body);
        Assert.Equal("AssumeRoleUnauthorizedAccess", json.RootElement.GetProperty("Code").GetString());
        Assert.False(json.RootElement.TryGetProperty("SecretAccessKey", out _));
    }

    [Fact]
    public async Task Connections_are_reset_as_often_as_told()
    {
        await using var client = await SandboxClient.StartAsync();
        client.Sandbox.SetFaults(new WorldFaults { DroppedConnections = 1 });
        var exception = await Assert.ThrowsAsync<HttpRequestException>(
            () => client.CallAsync(SandboxClient.TestKey.Operator, "GetCallerIdentity"));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(exception.GetBaseException()).SocketErrorCode);
        Assert.Equal(200, (await client.CallAsync(SandboxClient.TestKey.Operator, "GetCallerIdentity")).Status);
    }

    [Fact]
    public async Task A_world_can_begin_with_faults()
    {
        await using var client = await SandboxClient.StartAsync(TestWorld.Of("", ",'faults':{'throttledCalls':1}"));
        Assert.Equal("Throttling", (await client.CallAsync(TestWorld.AnnKey, "GetCallerIdentity")).Code);
        Assert.Equal(200, (await client.CallAsync(TestWorld.AnnKey, "GetCallerIdentity")).Status);
    }
}
