using AssumeRole.Connections;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Http;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Aws.Tests;

/// <summary>What every request has in common, whatever it asks for.</summary>
public sealed class StsRequestTests
{
    private static readonly AwsKeys Keys = new("ASIACALLER", new Secret("secret"), new Secret("token"));
    private static readonly RoleRequest Request = new() { Role = RoleArn.Parse("arn:aws:iam::222222222222:role/deploy"), SessionName = "task" };

    [Theory]
    [InlineData("ASIA\n", "t")]
    [InlineData("ASIA", "t\r\nX-Injected: yes")]
    [InlineData("ASIA", "é")]
    public async Task What_no_header_takes_is_never_signed(string id, string token)
    {
        await using var server = new RecordingServer(StsAnswers.Granted);
        var keys = new AwsKeys(id, new Secret("s"), new Secret(token));

        var error = await Assert.ThrowsAsync<AssumeRoleException>(() => new SecurityTokenService().AssumeRoleAsync(Request, keys, server.Endpoint, default));

        Assert.Equal("CredentialInvalid", error.Finding.Id);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("deploy-pipeline", " app/deploy-pipeline( |$)")]
    public async Task A_program_s_name_that_the_user_gave_is_in_the_user_agent(string? application, string name)
    {
        await using var server = new RecordingServer(StsAnswers.Granted);

        await new SecurityTokenService { Application = application }.AssumeRoleAsync(Request, Keys, server.Endpoint, default);

        var agent = Assert.Single(server.Requests).Headers["User-Agent"];
        Assert.Matches($"^AssumeRole/[0-9.]+ .*{name}", agent);
        if (name.Length == 0) Assert.DoesNotContain("app/", agent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_s_name_that_no_header_takes_is_named()
    {
        await using var server = new RecordingServer(StsAnswers.Granted);

        var error = await Assert.ThrowsAsync<AssumeRoleException>(
            () => new SecurityTokenService { Application = "a\r\nb" }.AssumeRoleAsync(Request, Keys, server.Endpoint, default));

        Assert.Equal(("VariableInvalid", "AWS_SDK_UA_APP_ID"), (error.Finding.Id, error.Finding.Target));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_loopback_is_reached_without_a_proxy_and_nothing_follows_a_redirect(bool isLoopback)
    {
        using var handler = new BoundedAnswers(useProxy: !isLoopback);
        var connections = Assert.IsType<HttpConnections>(handler.InnerHandler);
        var sockets = Assert.IsType<SocketsHttpHandler>(connections.InnerHandler);

        Assert.Equal((!isLoopback, false), (sockets.UseProxy, sockets.AllowAutoRedirect));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(503)]
    public async Task An_answer_longer_than_any_of_STS_is_a_fault_and_not_read_to_its_end(int status)
    {
        var page = new string(' ', BoundedAnswers.Longest + 1);
        await using var server = new RecordingServer(_ => HttpResponse.Text(status, "text/xml", page));

        var error = await Assert.ThrowsAsync<StsException>(
            () => new AwsServices().SecurityTokenService.AssumeRoleAsync(Request, Keys, server.Endpoint, default));

        Assert.Equal(("", 0, "StsUnreachable"), (error.Fault.Code, error.Fault.Status, error.Fault.Kind.Id));
        Assert.Contains("not STS", error.Fault.Message, StringComparison.Ordinal);
    }
}
