using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Http;
using AssumeRole.Profiles;

namespace AssumeRole.Aws.Tests;

/// <summary>
/// IAM Identity Center through the SDK, which takes the home folder and the portal's address from the process's environment.
/// </summary>
[Collection(nameof(SsoTests))]
[CollectionDefinition(nameof(SsoTests), DisableParallelization = true)]
public sealed class SsoTests : IAsyncLifetime
{
    private const string Session = "corp";
    // The AWS CLI names the file after the SHA-1 of the session's name.
    private const string CacheFile = "ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
    private const string EndpointVariable = "AWS_ENDPOINT_URL_SSO";
    private static readonly string HomeVariable = OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME";
    private static readonly SsoProfile Profile =
        new("ci", Session, "https://corp.awsapps.com/start", "eu-west-1", "111111111111", "Deploy");

    private readonly string home = Directory.CreateTempSubdirectory("assumerole-").FullName;
    private readonly string? realHome = Environment.GetEnvironmentVariable(HomeVariable);
    private RecordingServer portal = null!;
    private HttpResponse answer = HttpResponse.Text(
        200,
        "application/json",
        """{"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"s","sessionToken":"t","expiration":4102444800000}}""");

    public ValueTask InitializeAsync()
    {
        portal = new RecordingServer(_ => answer);
        Environment.SetEnvironmentVariable(HomeVariable, home);
        Environment.SetEnvironmentVariable(EndpointVariable, portal.Url.ToString());
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(HomeVariable, realHome);
        Environment.SetEnvironmentVariable(EndpointVariable, null);
        await portal.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task Without_a_sign_in_the_remedy_names_the_profile()
    {
        var error = await Assert.ThrowsAsync<AssumeRoleException>(() => GetAsync());

        Assert.Equal(("SsoSignInRequired", "ci"), (error.Finding.Id, error.Finding.Target));
        Assert.Contains("aws sso login --profile ci", error.Finding.Remedy, StringComparison.Ordinal);
        Assert.Empty(portal.Requests);
    }

    [Fact]
    public async Task An_answer_without_end_is_no_answer_of_the_portal()
    {
        SignIn("2099-01-01T00:00:00Z");
        answer = HttpResponse.Text(200, "application/json", new string(' ', BoundedAnswers.Longest + 1));

        var error = await Assert.ThrowsAsync<AssumeRoleException>(() => GetAsync());

        Assert.Equal(("SsoUnavailable", "ci"), (error.Finding.Id, error.Finding.Target));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("253402300799000")]
    [InlineData("9223372036854775807")]
    [InlineData("-1")]
    [InlineData("\"soon\"")]
    public async Task An_end_at_the_ends_of_time_is_no_crash(string expiration)
    {
        SignIn("2099-01-01T00:00:00Z");
        answer = HttpResponse.Text(
            200,
            "application/json",
            $$$"""{"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"s","sessionToken":"t","expiration":{{{expiration}}}}}""");

        try
        {
            Assert.Equal("ASIASSO", (await GetAsync()).Keys!.AccessKeyId);
        }
        catch (AssumeRoleException error)
        {
            // The SDK takes keys that are past for a sign-in that is.
            Assert.Contains(error.Finding.Id, new[] { "SsoUnavailable", "SsoSignInRequired" });
        }
    }

    [Fact]
    public async Task A_sign_in_that_is_a_FIFO_is_waited_for_only_until_the_caller_gives_up()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no FIFO in a folder.");
        var folder = Directory.CreateDirectory(Path.Combine(home, ".aws", "sso", "cache")).FullName;
        var fifo = Path.Combine(folder, CacheFile);
        using (var making = System.Diagnostics.Process.Start("mkfifo", [fifo])) await making.WaitForExitAsync();
        using var ending = new CancellationTokenSource();

        var asking = new AwsServices().Sso.GetAsync(Profile, ending.Token);
        await ending.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        // Lets the SDK's thread go.
        await File.WriteAllTextAsync(fifo, "{}");
    }

    [Fact]
    public async Task With_a_sign_in_the_portal_gives_the_roles_credentials()
    {
        SignIn("2099-01-01T00:00:00Z");

        var credentials = await GetAsync();

        Assert.Equal(new AwsKeys("ASIASSO", new Secret("s"), new Secret("t")), credentials.Keys);
        Assert.Equal("IAM Identity Center profile ci", credentials.Origin);
        var request = Assert.Single(portal.Requests);
        Assert.Equal(("GET", "/federation/credentials"), (request.Method, request.Path));
        Assert.Equal("signed-in", request.Headers["x-amz-sso_bearer_token"]);
    }

    [Fact]
    public async Task A_sign_in_that_has_expired_is_none()
    {
        SignIn("2020-01-01T00:00:00Z");

        Assert.Equal("SsoSignInRequired", (await Assert.ThrowsAsync<AssumeRoleException>(() => GetAsync())).Finding.Id);
        Assert.Empty(portal.Requests);
    }

    [Fact]
    public async Task A_portal_that_refuses_the_sign_in_is_quoted_without_the_token()
    {
        SignIn("2099-01-01T00:00:00Z");
        answer = HttpResponse.Text(
            401,
            "application/json",
            """{"message":"Session token not found or invalid"}""",
            new HttpHeader("x-amzn-ErrorType", "UnauthorizedException"));

        var error = await Assert.ThrowsAsync<AssumeRoleException>(() => GetAsync());

        Assert.Equal("SsoSignInRequired", error.Finding.Id);
        Assert.DoesNotContain("signed-in", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Giving_up_is_no_finding()
    {
        SignIn("2099-01-01T00:00:00Z");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new AwsServices().Sso.GetAsync(Profile, new CancellationToken(canceled: true)));
    }

    private void SignIn(string until)
    {
        var cache = Directory.CreateDirectory(Path.Combine(home, ".aws", "sso", "cache")).FullName;
        File.WriteAllText(
            Path.Combine(cache, CacheFile),
            $$"""{"startUrl":"https://corp.awsapps.com/start","region":"eu-west-1","accessToken":"signed-in","expiresAt":"{{until}}"}""");
    }

    private static Task<SourceCredentials> GetAsync() => new AwsServices().Sso.GetAsync(Profile, default);
}
