using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using AssumeRole.Aws.Tests.Fuzz;
using AssumeRole.Credentials;
using AssumeRole.Http;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Aws.Tests;

/// <summary>Requests are what the SDK's own client would send, and answers are read only so far.</summary>
public sealed class StsSenderTests
{
    private const string Role = "arn:aws:iam::222222222222:role/deploy";
    private static readonly AwsKeys Keys = new("ASIACALLER", new Secret("secret"), new Secret("token"));
    private static readonly RoleRequest Request = new()
    {
        Role = RoleArn.Parse(Role),
        SessionName = "task",
        Duration = new SessionDuration(900),
        ExternalId = "a+b/c:d",
        Policy = "{\"Id\": \"é & = ~*'()!\"}",
        PolicyArns = ["arn:aws:iam::aws:policy/A", "arn:aws:iam::aws:policy/B"],
        Tags = [new SessionTag("team", "main one"), new SessionTag("empty", "")],
        TransitiveTagKeys = ["team", "empty"],
        SourceIdentity = "alice@example.com",
        Mfa = new MfaDevice("arn:aws:iam::111111111111:mfa/alice", "123456"),
    };

    [Theory]
    [InlineData("eu-west-1", false, false)]
    [InlineData("us-east-1", false, false)]
    [InlineData("us-east-1", true, false)]
    [InlineData("us-west-2", false, true)]
    [InlineData("us-gov-west-1", true, false)]
    [InlineData("cn-north-1", false, true)]
    [InlineData("eu-future-7", false, false)]
    [InlineData("aws-global", false, false)]
    public Task A_request_goes_where_the_SDKs_client_sends_it_with_the_same_header_and_scope(string region, bool fips, bool dualStack) =>
        AssertSentAlikeAsync(
            new AmazonSecurityTokenServiceConfig
            {
                RegionEndpoint = RegionEndpoint.GetBySystemName(region), UseFIPSEndpoint = fips, UseDualstackEndpoint = dualStack,
            },
            new StsEndpoint(region) { UseFips = fips, UseDualStack = dualStack });

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("https://vpce-1.sts.eu-west-1.vpce.amazonaws.com")]
    [InlineData("https://vpce-1.sts.eu-west-1.vpce.amazonaws.com:8443/sts/")]
    public Task A_request_to_an_address_that_was_given_is_the_SDKs_client_s_too(string url) =>
        AssertSentAlikeAsync(
            new AmazonSecurityTokenServiceConfig { ServiceURL = url, AuthenticationRegion = "eu-west-1" },
            new StsEndpoint("eu-west-1", new Uri(url)));

    private static async Task AssertSentAlikeAsync(AmazonSecurityTokenServiceConfig config, StsEndpoint endpoint)
    {
        using var handler = new Recorder();
        (config.MaxErrorRetry, config.IgnoreConfiguredEndpointUrls) = (0, true);
        config.HttpClientFactory = new ScriptedHttpClientFactory(handler);
        using var client = new AmazonSecurityTokenServiceClient(new SessionAWSCredentials("ASIACALLER", "secret", "token"), config);
        await client.AssumeRoleAsync(
            new AssumeRoleRequest
            {
                RoleArn = Role,
                RoleSessionName = "task",
                DurationSeconds = 900,
                ExternalId = "a+b/c:d",
                Policy = "{\"Id\": \"é & = ~*'()!\"}",
                PolicyArns = [new() { Arn = "arn:aws:iam::aws:policy/A" }, new() { Arn = "arn:aws:iam::aws:policy/B" }],
                Tags = [new() { Key = "team", Value = "main one" }, new() { Key = "empty", Value = "" }],
                TransitiveTagKeys = ["team", "empty"],
                SourceIdentity = "alice@example.com",
                SerialNumber = "arn:aws:iam::111111111111:mfa/alice",
                TokenCode = "123456",
            },
            TestContext.Current.CancellationToken);

        await new SecurityTokenService(new StsSenders(TimeProvider.System) { Handler = handler }).AssumeRoleAsync(Request, Keys, endpoint, default);

        Assert.Equal(2, handler.Seen.Count);
        Assert.Equal(handler.Seen[0], handler.Seen[1]);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("deploy-pipeline", " app/deploy-pipeline")]
    public async Task A_program_s_name_that_the_user_gave_ends_the_user_agent(string? application, string end)
    {
        await using var server = new RecordingServer(StsAnswers.Granted);
        var sts = new SecurityTokenService(new StsSenders(TimeProvider.System) { Application = application });

        await sts.AssumeRoleAsync(Request, Keys, server.Endpoint, default);

        Assert.Matches($"^AssumeRole/[0-9.]+ lang/dotnet#[0-9.]+ md/[a-z0-9.-]+{end}$", Assert.Single(server.Requests).Headers["User-Agent"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_loopback_is_reached_without_a_proxy_and_nothing_follows_a_redirect(bool isLoopback)
    {
        using var handler = new StsSenders(TimeProvider.System).CreateHandler(isLoopback);

        Assert.Equal((!isLoopback, false), (handler.UseProxy, handler.AllowAutoRedirect));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(503)]
    public async Task An_answer_longer_than_any_of_STS_is_a_fault_and_not_read_to_its_end(int status)
    {
        var page = new string(' ', StsSender.LongestAnswer + 1);
        await using var server = new RecordingServer(_ => HttpResponse.Text(status, "text/xml", page));

        var error = await Assert.ThrowsAsync<StsException>(
            () => new AwsAdapters().SecurityTokenService.AssumeRoleAsync(Request, Keys, server.Endpoint, default));

        Assert.Equal(("", 0, "StsUnreachable"), (error.Fault.Code, error.Fault.Status, error.Fault.Kind.Id));
        Assert.Contains("not STS", error.Fault.Message, StringComparison.Ordinal);
    }

    private sealed class Recorder : HttpMessageHandler
    {
        public List<string> Seen { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var headers = request.Headers.NonValidated.Concat(request.Content!.Headers.NonValidated)
                .Select(header => $"{header.Key}: {Constant(header.Key, header.Value.ToString())}")
                .Order(StringComparer.OrdinalIgnoreCase);
            var body = await request.Content.ReadAsStringAsync(cancellationToken);
            var fields = string.Join('&', body.Split('&').Order(StringComparer.Ordinal));
            Seen.Add($"{request.Method} {request.RequestUri} {request.Version}\n{string.Join('\n', headers)}\n\n{fields}");
            return new HttpResponseMessage
            {
                Content = new StringContent(
                    $"<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>{StsAnswers.Credentials}"
                        + "</AssumeRoleResult></AssumeRoleResponse>"),
            };
        }

        // Without what differs from request to request, and who sends it.
        private static string Constant(string name, string value) => name.ToUpperInvariant() switch
        {
            "AMZ-SDK-INVOCATION-ID" or "X-AMZ-DATE" or "USER-AGENT" or "X-AMZ-CONTENT-SHA256" => "some",
            "AUTHORIZATION" => value.Split(", Signature=")[0],
            _ => value,
        };
    }
}
