using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Aws.Tests;

/// <summary>What sts:AssumeRoleWithWebIdentity sends, field by field.</summary>
public sealed class WebIdentityOnTheWireTests : IAsyncDisposable
{
    private const string Role = "arn:aws:iam::222222222222:role/deploy";
    private const string Token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtYWluL2RlcGxveSJ9.c2lnbmF0dXJl";

    private static readonly RoleRequest Least =
        new() { Role = RoleArn.Parse(Role), SessionName = "task", WebIdentity = new WebIdentity(new Secret(Token), null) };

    private readonly RecordingServer server = new(StsAnswers.Granted);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task The_least_request_is_role_session_name_and_token_without_a_signature()
    {
        var session = await SendAsync(Least);

        var request = Assert.Single(server.Requests);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["Action"] = "AssumeRoleWithWebIdentity",
                ["Version"] = "2011-06-15",
                ["RoleArn"] = Role,
                ["RoleSessionName"] = "task",
                ["WebIdentityToken"] = Token,
            },
            RecordingServer.FormOf(request));
        Assert.Null(request.Headers["Authorization"]);
        Assert.Null(request.Headers["X-Amz-Security-Token"]);
        Assert.Equal("ASIAISSUED", session.AccessKeyId);
    }

    [Fact]
    public async Task Duration_and_policies_are_sent()
    {
        await SendAsync(Least with { Duration = new SessionDuration(900), Policy = "{}", PolicyArns = ["arn:aws:iam::aws:policy/A"] });

        var form = RecordingServer.FormOf(Assert.Single(server.Requests));
        Assert.Equal(
            ("900", "{}", "arn:aws:iam::aws:policy/A"), (form["DurationSeconds"], form["Policy"], form["PolicyArns.member.1.arn"]));
        Assert.Equal(8, form.Count);
    }

    [Fact]
    public async Task The_file_of_a_token_is_read_for_the_call()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Token + "\n");
            await SendAsync(Least with { WebIdentity = new WebIdentity(null, file) });
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Equal(Token, RecordingServer.FormOf(Assert.Single(server.Requests))["WebIdentityToken"]);
    }

    [Fact]
    public async Task A_token_that_cannot_be_read_is_an_error_and_nothing_is_sent()
    {
        var request = Least with { WebIdentity = new WebIdentity(null, Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString())) };

        var error = await Assert.ThrowsAsync<AssumeRoleException>(() => SendAsync(request));

        Assert.Equal("WebIdentityInvalid", error.Finding.Id);
        Assert.Empty(server.Requests);
    }

    private Task<Credentials.SessionCredentials> SendAsync(RoleRequest request) =>
        new AwsServices().SecurityTokenService.AssumeRoleAsync(request, null, server.Endpoint, default);
}
