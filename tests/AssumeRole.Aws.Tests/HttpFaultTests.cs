using AssumeRole.Credentials;
using AssumeRole.Http;
using AssumeRole.Roles;
using AssumeRole.Sts;
using AssumeRole.Testing;

namespace AssumeRole.Aws.Tests;

/// <summary>What becomes of answers that are no session, and of no answer.</summary>
public sealed class HttpFaultTests
{
    private static readonly AwsKeys Keys = new("AKIACALLER", new Secret("secret-of-caller"), null);
    private static readonly RoleRequest Request =
        new() { Role = RoleArn.Parse("arn:aws:iam::222222222222:role/deploy"), SessionName = "task" };

    [Theory]
    [InlineData(403, "AccessDenied", "AssumeDenied")]
    [InlineData(400, "ValidationError", "RequestInvalid")]
    [InlineData(400, "MalformedPolicyDocument", "SessionPolicyRefused")]
    [InlineData(400, "PackedPolicyTooLarge", "PackedPolicyTooLarge")]
    [InlineData(403, "RegionDisabledException", "RegionDisabled")]
    [InlineData(400, "ExpiredTokenException", "CredentialsExpired")]
    [InlineData(403, "ExpiredToken", "CredentialsExpired")]
    [InlineData(403, "InvalidClientTokenId", "CredentialsRefused")]
    [InlineData(403, "SignatureDoesNotMatch", "CredentialsRefused")]
    [InlineData(403, "IDPRejectedClaim", "WebIdentityRejected")]
    [InlineData(400, "IDPCommunicationError", "StsUnavailable")]
    [InlineData(400, "InvalidIdentityToken", "WebIdentityRejected")]
    [InlineData(400, "Throttling", "StsThrottled")]
    [InlineData(400, "InvalidAction", "StsRefused")]
    [InlineData(500, "InternalFailure", "StsUnavailable")]
    [InlineData(503, "ServiceUnavailable", "StsUnavailable")]
    public async Task An_error_of_STS_keeps_its_code_message_status_and_request_id(int status, string code, string id)
    {
        await using var server = new RecordingServer(_ => StsAnswers.Refused(status, code, "The message & more."));

        var fault = await FaultOfAsync(server.Endpoint);

        Assert.Equal(new StsFault(code, "The message & more.", status, "id-2"), fault);
        Assert.Equal(id, fault.Kind.Id);
        // Sending again is not the adapter's to decide.
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(502, "StsUnavailable")]
    [InlineData(404, "StsRefused")]
    [InlineData(301, "StsRefused")]
    public async Task An_answer_that_is_not_of_STS_is_a_fault_with_its_status(int status, string id)
    {
        await using var server = new RecordingServer(_ => HttpResponse.Text(status, "text/html", "<html>proxy</html>"));

        var fault = await FaultOfAsync(server.Endpoint);

        Assert.Equal((status, id), (fault.Status, fault.Kind.Id));
        Assert.NotEmpty(fault.Code);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("<html>Please sign in to the hotel network.</html>")]
    [InlineData("not XML")]
    [InlineData("")]
    public async Task A_page_in_place_of_an_answer_is_a_fault_and_no_session(string page)
    {
        await using var server = new RecordingServer(_ => HttpResponse.Text(200, "text/html", page));

        var fault = await FaultOfAsync(server.Endpoint);
        var caller = await Assert.ThrowsAsync<StsException>(
            () => new AwsServices().SecurityTokenService.GetCallerIdentityAsync(Keys, server.Endpoint, default));

        foreach (var seen in new[] { fault, caller.Fault })
        {
            Assert.Equal("StsUnreachable", seen.Kind.Id);
            Assert.Contains("not STS", seen.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("hotel", seen.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_granted_call_without_credentials_is_a_fault()
    {
        await using var server = new RecordingServer(request => StsAnswers.Granted(request, ""));

        var fault = await FaultOfAsync(server.Endpoint);

        Assert.Equal(("", 0, "id-1", "StsUnreachable"), (fault.Code, fault.Status, fault.RequestId, fault.Kind.Id));
        Assert.Contains("no credentials", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the end", "soon and secret")]
    [InlineData("the end", "2026-13-41T99:00:00Z")]
    [InlineData("the end", "99999-01-01T00:00:00Z")]
    [InlineData("the end", "0000-01-01T00:00:00Z")]
    [InlineData("the end", "-2026-01-01T00:00:00Z")]
    [InlineData("</Credentials>", "</Credentials><PackedPolicySize>99999999999</PackedPolicySize>")]
    public async Task A_value_that_cannot_be_read_is_a_fault_that_does_not_quote_it(string good, string bad)
    {
        var credentials = good == "the end" ? StsAnswers.CredentialsUntil(bad) : StsAnswers.Credentials.Replace(good, bad, StringComparison.Ordinal);
        await using var server = new RecordingServer(request => StsAnswers.Granted(request, credentials));

        var error = await Assert.ThrowsAsync<StsException>(
            () => new AwsServices().SecurityTokenService.AssumeRoleAsync(Request, Keys, server.Endpoint, default));

        Assert.Equal("StsUnreachable", error.Fault.Kind.Id);
        Assert.Contains("cannot be read", error.Fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(bad, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_connection_is_a_fault_without_a_code()
    {
        using var port = new HeldPort();

        var fault = await FaultOfAsync(new StsEndpoint("eu-west-1", new Uri($"http://127.0.0.1:{port.Number}")));

        Assert.Equal(("", 0, "StsUnreachable"), (fault.Code, fault.Status, fault.Kind.Id));
        Assert.True(fault.IsRetryable);
        Assert.NotEmpty(fault.Message);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_a_fault_without_a_code()
    {
        await using var server = new RecordingServer(_ => HttpResponse.Reset);

        var fault = await FaultOfAsync(server.Endpoint);

        Assert.Equal(("", 0, "StsUnreachable"), (fault.Code, fault.Status, fault.Kind.Id));
    }

    [Fact]
    public async Task Giving_up_ends_the_call_at_once()
    {
        using var impatience = new CancellationTokenSource();
        var received = new TaskCompletionSource();
        await using var server = new RecordingServer(_ =>
        {
            received.TrySetResult();
            return HttpResponse.Silence;
        });
        var waiting = new AwsServices().SecurityTokenService.AssumeRoleAsync(Request, Keys, server.Endpoint, impatience.Token);
        await received.Task.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);

        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task An_error_that_comes_after_giving_up_is_no_fault()
    {
        using var impatience = new CancellationTokenSource();
        await using var server = new RecordingServer(_ =>
        {
            impatience.Cancel();
            return StsAnswers.Refused(403, "AccessDenied", "No.");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new AwsServices().SecurityTokenService.AssumeRoleAsync(Request, Keys, server.Endpoint, impatience.Token));
    }

    [Fact]
    public async Task One_who_has_given_up_sends_nothing()
    {
        await using var server = new RecordingServer(StsAnswers.Granted);
        var service = new AwsServices().SecurityTokenService;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => service.AssumeRoleAsync(Request, Keys, server.Endpoint, new CancellationToken(canceled: true)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => service.GetCallerIdentityAsync(Keys, server.Endpoint, new CancellationToken(canceled: true)));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task No_fault_holds_the_secret_key()
    {
        await using var server = new RecordingServer(_ => StsAnswers.Refused(403, "SignatureDoesNotMatch", "No."));

        var error = await Assert.ThrowsAsync<StsException>(
            () => new AwsServices().SecurityTokenService.AssumeRoleAsync(Request, Keys, server.Endpoint, default));

        Assert.DoesNotContain("secret-of-caller", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<StsFault> FaultOfAsync(StsEndpoint endpoint) => (await Assert.ThrowsAsync<StsException>(
        () => new AwsServices().SecurityTokenService.AssumeRoleAsync(Request, Keys, endpoint, default))).Fault;
}
