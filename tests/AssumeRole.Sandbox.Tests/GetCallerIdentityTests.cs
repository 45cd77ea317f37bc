using System.Text.RegularExpressions;

namespace AssumeRole.Sandbox.Tests;

public sealed partial class GetCallerIdentityTests
{
    [Fact]
    public async Task Tells_a_user_who_it_is_in_the_envelope_of_STS()
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = await client.CallAsync(SandboxClient.TestKey.Operator, "GetCallerIdentity");

        Assert.Equal(200, reply.Status);
        Assert.Equal("text/xml", reply.Headers["Content-Type"]);
        Assert.Equal("Wed, 04 Mar 2026 05:06:07 GMT", reply.Headers["Date"]);
        Assert.Matches(Guid(), reply.Headers["x-amzn-RequestId"]);
        Assert.Equal(
            """
            <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <GetCallerIdentityResult>
                <Arn>arn:aws:iam::111111111111:user/operator</Arn>
                <UserId>AIDAVIZI422ZHHFLR3LHY</UserId>
                <Account>111111111111</Account>
              </GetCallerIdentityResult>
              <ResponseMetadata>
                <RequestId>id</RequestId>
              </ResponseMetadata>
            </GetCallerIdentityResponse>

            """,
            reply.Text);
    }

    [Fact]
    public async Task Tells_a_session_of_the_instance_role_who_it_is()
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = await client.CallAsync(await client.InstanceKeyAsync(), "GetCallerIdentity");
        Assert.Equal("arn:aws:sts::111111111111:assumed-role/concourse-worker/i-0123456789abcdef0", reply.Value("Arn"));
        Assert.Matches("^AROA[A-Z2-7]{17}:i-0123456789abcdef0$", reply.Value("UserId"));
        Assert.Equal("111111111111", reply.Value("Account"));
    }

    [Fact]
    public async Task Takes_its_parameters_from_the_query_too()
    {
        await using var client = await SandboxClient.StartAsync();
        const string query = "Action=GetCallerIdentity&Version=2011-06-15";
        var signer = client.Signer(SandboxClient.TestKey.Operator);
        var reply = await client.SendAsync(HttpMethod.Get, $"/?{query}", [.. signer.Headers(client.Host, "", "GET", query)]);
        Assert.Equal("arn:aws:iam::111111111111:user/operator", reply.Value("Arn"));
    }

    [Theory]
    [InlineData(null, null, "403 MissingAuthenticationToken: Request is missing Authentication Token")]
    [InlineData("AKIAUNKNOWN", null, "403 InvalidClientTokenId: The security token included in the request is invalid.")]
    [InlineData(
        "AKIASANDBOXOPERATOR1",
        "stray",
        "403 InvalidClientTokenId: The security token included in the request is invalid.")]
    public async Task Refuses_a_key_that_it_does_not_know(string? accessKeyId, string? token, string expected)
    {
        await using var client = await SandboxClient.StartAsync();
        var key = accessKeyId is null ? null : new SandboxClient.TestKey(accessKeyId, "any", token);
        Assert.Equal(expected, (await client.CallAsync(key, "GetCallerIdentity")).Error);
    }

    [Fact]
    public async Task Refuses_a_session_key_with_no_token_or_another_one()
    {
        await using var client = await SandboxClient.StartAsync();
        var key = await client.InstanceKeyAsync();
        foreach (var token in new[] { null, "x" })
        {
            var reply = await client.CallAsync(key with { SessionToken = token }, "GetCallerIdentity");
            Assert.Equal("InvalidClientTokenId", reply.Code);
        }
    }

    [Fact]
    public async Task Refuses_a_session_from_the_second_it_expires()
    {
        await using var client = await SandboxClient.StartAsync();
        const string role = "arn:aws:iam::222222222222:role/worker-permissions";
        var key = await client.AssumedAsync(await client.InstanceKeyAsync(), role, ("DurationSeconds", "900"));

        client.Time.Advance(TimeSpan.FromSeconds(899));
        Assert.Equal(200, (await client.CallAsync(key, "GetCallerIdentity")).Status);
        client.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(
            "403 ExpiredToken: The security token included in the request is expired",
            (await client.CallAsync(key, "GetCallerIdentity")).Error);
    }

    [GeneratedRegex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    private static partial Regex Guid();
}
