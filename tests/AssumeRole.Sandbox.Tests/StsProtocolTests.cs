namespace AssumeRole.Sandbox.Tests;

public sealed class StsProtocolTests
{
    [Fact]
    public async Task An_unknown_action_is_refused_in_the_namespace_of_faults()
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = await client.CallAsync((TestSigner?)null, "AssumeRoles");
        Assert.Equal(400, reply.Status);
        Assert.Equal(
            """
            <ErrorResponse xmlns="http://webservices.amazon.com/AWSFault/2005-15-09">
              <Error>
                <Type>Sender</Type>
                <Code>InvalidAction</Code>
                <Message>Could not find operation AssumeRoles for version 2011-06-15</Message>
              </Error>
              <RequestId>id</RequestId>
            </ErrorResponse>

            """,
            reply.Text);
    }

    [Theory]
    [InlineData("/?Action=AssumeRole", "NO_VERSION_SPECIFIED")]
    [InlineData("/?Action=AssumeRole&Version=2010-01-01", "2010-01-01")]
    public async Task Another_version_is_refused(string path, string version)
    {
        await using var client = await SandboxClient.StartAsync();
        Assert.Equal(
            $"400 InvalidAction: Could not find operation AssumeRole for version {version}",
            (await client.SendAsync(HttpMethod.Get, path)).Error);
    }

    [Fact]
    public async Task Without_an_action_the_client_is_sent_to_the_documentation()
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = await client.SendAsync(HttpMethod.Get, "/");
        Assert.Equal((302, "https://aws.amazon.com/iam"), (reply.Status, reply.Headers["Location"]));
    }

    [Fact]
    public async Task Every_call_is_listed_with_caller_and_parameters_and_without_secrets()
    {
        await using var client = await SandboxClient.StartAsync();
        await client.AssumeAsync(
            SandboxClient.TestKey.Operator,
            "arn:aws:iam::111111111111:role/needs-mfa",
            ("SerialNumber", "arn:aws:iam::111111111111:mfa/operator"),
            ("TokenCode", "123456"));
        await client.CallAsync((TestSigner?)null, "AssumeRoleWithWebIdentity", ("WebIdentityToken", "secret-token"));
        await client.SendAsync(HttpMethod.Get, "/latest/meta-data/");

        Assert.Collection(
            client.Sandbox.Calls,
            call =>
            {
                Assert.Equal(("sts", "AssumeRole", 200, null), (call.Service, call.Action, call.StatusCode, call.ErrorCode));
                Assert.Equal("arn:aws:iam::111111111111:user/operator", call.CallerArn);
                Assert.Equal(
                    ["Action", "RoleArn", "RoleSessionName", "SerialNumber", "Version"],
                    call.Parameters.Keys.Order(StringComparer.Ordinal));
            },
            call =>
            {
                Assert.Equal(("AssumeRoleWithWebIdentity", 400, "ValidationError"), (call.Action, call.StatusCode, call.ErrorCode));
                Assert.DoesNotContain("WebIdentityToken", call.Parameters.Keys);
                Assert.Null(call.CallerArn);
            },
            call => Assert.Equal(("imds", "GET /latest/meta-data/", 401), (call.Service, call.Action, call.StatusCode)));
    }
}
