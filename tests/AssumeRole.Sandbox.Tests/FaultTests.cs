using System.Globalization;
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
    public async Task An_error_can_wait_for_a_later_call()
    {
        await using var client = await SandboxClient.StartAsync(TestWorld.Of("", ",'faults':{'nextErrors':['None','InternalFailure']}"));
        foreach (var status in new[] { 200, 500, 200 })
            Assert.Equal(status, (await client.CallAsync(TestWorld.AnnKey, "GetCallerIdentity")).Status);
    }

    [Fact]
    public async Task Each_service_has_resets_of_its_own()
    {
        await using var client = await SandboxClient.StartAsync();
        client.Sandbox.SetFaults(new WorldFaults { StsDroppedConnections = 1, MetadataDroppedConnections = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(
            () => client.CallAsync(SandboxClient.TestKey.Operator, "GetCallerIdentity"));
        Assert.Equal(200, (await client.CallAsync(SandboxClient.TestKey.Operator, "GetCallerIdentity")).Status);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(HttpMethod.Get, "/latest/meta-data/"));
        Assert.Equal(401, (await client.SendAsync(HttpMethod.Get, "/latest/meta-data/")).Status);
    }

    [Fact]
    public async Task STS_can_be_out_of_reach_while_the_metadata_service_is_not()
    {
        await using var client = await SandboxClient.StartAsync();
        client.Sandbox.SetFaults(new WorldFaults { StsUnreachable = true });
        for (var turn = 0; turn < 2; turn++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(
                () => client.CallAsync(SandboxClient.TestKey.Operator, "GetCallerIdentity"));
        }

        Assert.Equal(401, (await client.SendAsync(HttpMethod.Get, "/latest/meta-data/")).Status);
        Assert.Equal([0, 0, 401], client.Sandbox.Calls.Select(call => call.StatusCode));
    }

    [Theory]
    [InlineData(
        1200,
        "403 SignatureDoesNotMatch: Signature expired: 20260304T050607Z is now earlier than 20260304T051107Z "
        + "(20260304T052607Z - 15 min.)")]
    [InlineData(
        -1200,
        "403 SignatureDoesNotMatch: Signature not yet current: 20260304T050607Z is still later than 20260304T050107Z "
        + "(20260304T044607Z + 15 min.)")]
    [InlineData(900, null)]
    [InlineData(-900, null)]
    public async Task The_sandbox_can_live_in_another_time(int offset, string? error)
    {
        await using var client = await SandboxClient.StartAsync();
        client.Sandbox.SetFaults(new WorldFaults { ClockOffsetSeconds = offset });
        var reply = await client.CallAsync(SandboxClient.TestKey.Operator, "GetCallerIdentity");
        Assert.Equal(error, reply.Status == 200 ? null : reply.Error);
        Assert.Equal(
            client.Time.GetUtcNow().AddSeconds(offset).ToString("R", CultureInfo.InvariantCulture), reply.Headers["Date"]);
    }

    [Fact]
    public async Task Credentials_of_another_time_expire_by_it()
    {
        await using var client = await SandboxClient.StartAsync();
        client.Sandbox.SetFaults(new WorldFaults { ClockOffsetSeconds = -600 });
        var key = await client.InstanceKeyAsync();
        var reply = await client.AssumeAsync(key, "arn:aws:iam::222222222222:role/worker-permissions");
        Assert.Equal("2026-03-04T05:56:07Z", reply.Value("Expiration"));
        client.Sandbox.SetFaults(new WorldFaults());
        Assert.Equal(200, (await client.CallAsync(key, "GetCallerIdentity")).Status);
    }

    [Fact]
    public async Task The_instances_credentials_can_have_expired()
    {
        await using var client = await SandboxClient.StartAsync();
        client.Sandbox.SetFaults(new WorldFaults { InstanceCredentialsExpired = true });
        using var json = JsonDocument.Parse(
            (await client.MetadataAsync("/latest/meta-data/iam/security-credentials/concourse-worker")).Body);
        Assert.Equal("Success", json.RootElement.GetProperty("Code").GetString());
        Assert.Equal("2026-03-04T04:06:07Z", json.RootElement.GetProperty("Expiration").GetString());
        Assert.Equal("2026-03-03T22:06:07Z", json.RootElement.GetProperty("LastUpdated").GetString());
        var expired = await client.InstanceKeyAsync();
        Assert.Equal(expired, await client.InstanceKeyAsync());
        Assert.Equal("ExpiredToken", (await client.CallAsync(expired, "GetCallerIdentity")).Code);

        client.Sandbox.SetFaults(new WorldFaults());
        Assert.Equal(200, (await client.CallAsync(await client.InstanceKeyAsync(), "GetCallerIdentity")).Status);
    }

    [Fact]
    public async Task The_instances_profile_can_be_gone()
    {
        await using var client = await SandboxClient.StartAsync();
        client.Sandbox.SetFaults(new WorldFaults { InstanceProfileCode = "InstanceProfileNotFound" });
        using var json = JsonDocument.Parse((await client.MetadataAsync("/latest/meta-data/iam/info")).Body);
        Assert.Equal("InstanceProfileNotFound", json.RootElement.GetProperty("Code").GetString());
        Assert.NotEqual("", json.RootElement.GetProperty("Message").GetString());
        Assert.Equal("", (await client.MetadataAsync("/latest/meta-data/iam/security-credentials/")).Body);
        Assert.Equal(404, (await client.MetadataAsync("/latest/meta-data/iam/security-credentials/concourse-worker")).Status);
    }

    [Fact]
    public async Task The_packed_size_can_be_said_instead_of_measured()
    {
        const string role = "arn:aws:iam::111111111111:role/near";
        await using var client = await SandboxClient.StartAsync(
            TestWorld.Of(TestWorld.Role(role, TestWorld.Trust(TestWorld.Ann)), ",'faults':{'packedPolicySize':95}"));
        (string, string)[] tag = [("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "ops")];
        Assert.Equal("95", (await client.AssumeAsync(TestWorld.AnnKey, role, tag)).Value("PackedPolicySize"));
        Assert.DoesNotContain("PackedPolicySize", (await client.AssumeAsync(TestWorld.AnnKey, role)).Body, StringComparison.Ordinal);

        client.Sandbox.SetFaults(new WorldFaults { PackedPolicySize = 101 });
        Assert.Equal("PackedPolicyTooLarge", (await client.AssumeAsync(TestWorld.AnnKey, role, tag)).Code);
    }

    [Fact]
    public async Task A_session_can_come_out_other_than_asked()
    {
        const string other = "arn:aws:sts::222222222222:assumed-role/other/session";
        var role = TestWorld.Role("arn:aws:iam::111111111111:role/near", TestWorld.Trust(TestWorld.Ann));
        await using var client = await SandboxClient.StartAsync(
            TestWorld.Of(role.Replace("'maxS", $"'assumedRoleArn':'{other}','maxS", StringComparison.Ordinal)));
        var reply = await client.AssumeAsync(TestWorld.AnnKey, "arn:aws:iam::111111111111:role/near");
        Assert.Equal(other, reply.Value("Arn"));
        var key = SandboxClient.TestKey.Of(reply);
        Assert.Equal(other, (await client.CallAsync(key, "GetCallerIdentity")).Value("Arn"));
    }

    [Fact]
    public async Task A_world_can_begin_with_faults()
    {
        await using var client = await SandboxClient.StartAsync(TestWorld.Of("", ",'faults':{'throttledCalls':1}"));
        Assert.Equal("Throttling", (await client.CallAsync(TestWorld.AnnKey, "GetCallerIdentity")).Code);
        Assert.Equal(200, (await client.CallAsync(TestWorld.AnnKey, "GetCallerIdentity")).Status);
    }
}
