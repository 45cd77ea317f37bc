using AssumeRole.Aws.Tests;
using AssumeRole.Cli.Tests.Running;
using AssumeRole.Http;

namespace AssumeRole.Cli.Tests;

/// <summary>Profiles of IAM Identity Center against a portal on loopback: the SDK finds its clients otherwise in a native executable.</summary>
public sealed class SsoTests
{
    internal const string Profile = "corp";

    internal const string Config = """
        [profile corp]
        sso_session = corp
        sso_account_id = 111111111111
        sso_role_name = Deploy
        [sso-session corp]
        sso_region = eu-west-1
        sso_start_url = https://corp.awsapps.com/start

        """;

    /// <summary>The AWS CLI names the file after the SHA-1 of the session's name.</summary>
    internal const string SignIn = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

    private const string Keys = """
        {"roleCredentials":{"accessKeyId":"ASIASSOSSOSSOSSOSSO1","secretAccessKey":"s","sessionToken":"t","expiration":4102444800000}}
        """;

    [Theory, EachBuild]
    public async Task The_portals_keys_start_the_chain(Build build)
    {
        await using var portal = Answer(200, Keys);
        await using var stage = await StartAsync(build, portal);
        await using var sts = new RecordingServer(_ => HttpResponse.Text(200, "text/xml", """
            <GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::111111111111:assumed-role/Deploy/me</Arn>
            <UserId>A:me</UserId><Account>111111111111</Account></GetCallerIdentityResult></GetCallerIdentityResponse>
            """));
        stage.Variables["AWS_ENDPOINT_URL_STS"] = sts.Url.ToString();

        var run = (await stage.RunAsync("whoami")).Exits(0);

        Assert.Equal("arn:aws:sts::111111111111:assumed-role/Deploy/me", run.Lines[0]);
        Assert.Contains("Credential=ASIASSOSSOSSOSSOSSO1/", Assert.Single(sts.Requests).Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("cached-token", Assert.Single(portal.Requests).Headers["x-amz-sso_bearer_token"]);
    }

    [Theory]
    [EachBuild(401, "UnauthorizedException", "SsoSignInRequired", 3)]
    [EachBuild(403, "ForbiddenException", "SsoForbidden", 4)]
    [EachBuild(404, "ResourceNotFoundException", "SsoForbidden", 4)]
    [EachBuild(429, "TooManyRequestsException", "SsoThrottled", 6)]
    [EachBuild(500, "InternalServerException", "SsoUnavailable", 6)]
    public async Task What_the_portal_answers_is_told_apart(Build build, int status, string error, string findingId, int exitCode)
    {
        await using var portal = Answer(status, """{"message":"No."}""", new HttpHeader("x-amzn-ErrorType", error));
        await using var stage = await StartAsync(build, portal);

        var run = (await stage.RunAsync("env")).Exits(exitCode);

        Assert.Equal($"(exit {exitCode})\n", run.Output);
        AssertNamed(findingId, run);
        Assert.Contains($"{error}: No.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("cached-token", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [EachBuild("2020-01-01T00:00:00Z")]
    [EachBuild("")]
    public async Task A_sign_in_that_has_expired_or_is_absent_is_required(Build build, string until)
    {
        await using var portal = Answer(200, Keys);
        await using var stage = await StartAsync(build, portal, until);

        AssertNamed("SsoSignInRequired", (await stage.RunAsync("env")).Exits(3));
        Assert.Empty(portal.Requests);
    }

    [Theory]
    [EachBuild("unknown-issuer", "CertificateIssuerUnknown")]
    [EachBuild("old-tls", "TlsRefused")]
    public async Task A_portal_whose_certificate_is_refused_is_asked_once(Build build, string fault, string findingId)
    {
        await using var portal = Answer(200, Keys);
        await using var stage = await StartAsync(build, portal);
        using var server = new FaultyServer.FaultyServer(fault, stage.Folder);
        stage.Variables["AWS_ENDPOINT_URL_SSO"] = server.Variables["AWS_ENDPOINT_URL_STS"];

        AssertNamed(findingId, (await stage.RunAsync("env")).Exits(6));
        Assert.Equal(1, server.Connections);
    }

    [Theory, EachBuild(Needs = Needs.Linux)]
    public async Task The_profiles_bundle_of_authorities_counts_for_the_portal(Build build)
    {
        await using var portal = Answer(200, Keys);
        await using var stage = await StartAsync(build, portal);
        using var server = new FaultyServer.FaultyServer("bundle-names-issuer", stage.Folder);
        stage.Write("config", Config.Replace("[profile corp]", $"[profile corp]\nca_bundle = {server.Variables["AWS_CA_BUNDLE"]}", StringComparison.Ordinal));
        stage.Variables["AWS_ENDPOINT_URL_SSO"] = server.Variables["AWS_ENDPOINT_URL_STS"];

        // The server is trusted, and answers what no portal does.
        AssertNamed("SsoUnavailable", (await stage.RunAsync("env")).Exits(6));
    }

    [Theory]
    [EachBuild("nowhere-1", "SsoUnavailable")]
    [EachBuild("eu-west-1/x", "ProfileInvalid")]
    public async Task A_wrong_region_ends_exec_with_its_own_failure(Build build, string region, string findingId)
    {
        await using var portal = Answer(200, Keys);
        await using var stage = await StartAsync(build, portal);
        stage.Write("config", Config.Replace("eu-west-1", region, StringComparison.Ordinal));
        // A host of the region's name would be AWS's: the proxy that nothing listens on keeps the request here.
        stage.Variables.Remove("AWS_ENDPOINT_URL_SSO");
        stage.Variables["HTTPS_PROXY"] = "http://127.0.0.1:1";

        AssertNamed(findingId, (await stage.RunAsync("exec", "--", "true")).Exits(125));
    }

    private static RecordingServer Answer(int status, string body, params HttpHeader[] headers) =>
        new(_ => HttpResponse.Text(status, "application/json", body, headers));

    private static async Task<Stage> StartAsync(Build build, RecordingServer portal, string until = "2099-01-01T00:00:00Z")
    {
        var stage = await Stage.StartAsync(build);
        stage.Variables["AWS_CONFIG_FILE"] = stage.Write("config", Config);
        stage.Variables["AWS_PROFILE"] = Profile;
        stage.Variables["AWS_ENDPOINT_URL_SSO"] = portal.Url.ToString();
        // The SDK takes the home folder from here on Windows.
        stage.Variables["USERPROFILE"] = stage.Folder;
        if (until.Length > 0)
        {
            stage.Write(
                SignIn,
                $$"""{"startUrl":"https://corp.awsapps.com/start","region":"eu-west-1","accessToken":"cached-token","expiresAt":"{{until}}"}""");
        }

        return stage;
    }

    private static void AssertNamed(string findingId, Run run) =>
        Assert.StartsWith($"assumerole: {findingId}: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
}
