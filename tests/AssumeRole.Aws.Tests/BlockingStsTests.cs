using AssumeRole.Credentials;
using AssumeRole.Http;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Aws.Tests;

/// <summary>STS for a caller who does nothing else meanwhile.</summary>
public sealed class BlockingStsTests
{
    private static readonly AwsKeys Keys = new("ASIACALLER", new Secret("secret-of-caller"), new Secret("token"));
    private static readonly RoleRequest Request =
        new() { Role = RoleArn.Parse("arn:aws:iam::222222222222:role/deploy"), SessionName = "task" };

    private readonly ISecurityTokenService sts = new AwsAdapters().BlockingSecurityTokenService;

    [Fact]
    public async Task A_call_is_over_when_it_returns_and_sends_what_the_other_kind_sends()
    {
        await using var server = new RecordingServer(StsAnswers.Granted);

        var call = sts.AssumeRoleAsync(Request, Keys, server.Endpoint, TestContext.Current.CancellationToken);
        Assert.True(call.IsCompletedSuccessfully);
        await new AwsAdapters().SecurityTokenService.AssumeRoleAsync(Request, Keys, server.Endpoint, TestContext.Current.CancellationToken);

        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(RecordingServer.FormOf(server.Requests[1]), RecordingServer.FormOf(server.Requests[0]));
        Assert.Equal(NamesOf(server.Requests[1]), NamesOf(server.Requests[0]));
    }

    [Fact]
    public async Task A_refusal_is_the_same_fault()
    {
        await using var server = new RecordingServer(_ => HttpResponse.Text(
            403, "text/xml", "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"));

        var error = await Assert.ThrowsAsync<StsException>(() => sts.AssumeRoleAsync(Request, Keys, server.Endpoint, default));

        Assert.Equal(("AccessDenied", 403), (error.Fault.Code, error.Fault.Status));
    }

    [Fact]
    public async Task Who_gives_up_while_STS_is_silent_is_let_go_at_once()
    {
        using var givenUp = new CancellationTokenSource();
        await using var server = new RecordingServer(_ =>
        {
            givenUp.Cancel();
            return HttpResponse.Silence;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Task.Run(() => sts.AssumeRoleAsync(Request, Keys, server.Endpoint, givenUp.Token), CancellationToken.None));
    }

    private static IEnumerable<string> NamesOf(HttpRequest request) =>
        request.Headers.All().Select(header => header.Name).Order(StringComparer.OrdinalIgnoreCase);
}
