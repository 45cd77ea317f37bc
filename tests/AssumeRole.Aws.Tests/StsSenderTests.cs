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
    private static readonly RoleRequest Request = new() { Role = RoleArn.Parse(Role), SessionName = "task", ExternalId = "a+b/c:d" };

    [Theory]
    [InlineData("eu-west-1", false, false)]
    [InlineData("us-east-1", false, false)]
    [InlineData("us-east-1", true, false)]
    [InlineData("us-west-2", false, true)]
    [InlineData("us-gov-west-1", true, false)]
    [InlineData("cn-north-1", false, true)]
    [InlineData("eu-future-7", false, false)]
    [InlineData("aws-global", false, false)]
    public async Task A_request_goes_where_the_SDKs_client_sends_it_with_the_same_header_and_scope(string region, bool fips, bool dualStack)
    {
        var config = SdkConfig.ForSts(new StsEndpoint(region));
        (config.UseFIPSEndpoint, config.UseDualstackEndpoint) = (fips, dualStack);
        await AssertSentAlikeAsync(config);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("https://vpce-1.sts.eu-west-1.vpce.amazonaws.com")]
    [InlineData("https://vpce-1.sts.eu-west-1.vpce.amazonaws.com:8443/sts/")]
    public Task A_request_to_an_address_that_was_given_is_the_SDKs_client_s_too(string url) =>
        AssertSentAlikeAsync(SdkConfig.ForSts(new StsEndpoint("eu-west-1", new Uri(url))));

    private static async Task AssertSentAlikeAsync(AmazonSecurityTokenServiceConfig config)
    {
        using var handler = new Recorder();
        config.HttpClientFactory = new ScriptedHttpClientFactory(handler);
        using var client = new AmazonSecurityTokenServiceClient(new SessionAWSCredentials("ASIACALLER", "secret", "token"), config);
        await client.AssumeRoleAsync(
            new AssumeRoleRequest { RoleArn = Role, RoleSessionName = "task", ExternalId = "a+b/c:d" }, TestContext.Current.CancellationToken);

        await new SdkSecurityTokenService(new StsSenders(_ => config)).AssumeRoleAsync(Request, Keys, new StsEndpoint("any"), default);

        Assert.Equal(2, handler.Seen.Count);
        Assert.Equal(handler.Seen[0], handler.Seen[1]);
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
        Assert.StartsWith("What answered is not STS: ", error.Fault.Message, StringComparison.Ordinal);
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
            Seen.Add($"{request.Method} {request.RequestUri} {request.Version}\n{string.Join('\n', headers)}\n\n{body}");
            return new HttpResponseMessage
            {
                Content = new StringContent(
                    $"<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>{StsAnswers.Credentials}"
                        + "</AssumeRoleResult></AssumeRoleResponse>"),
            };
        }

        // Without what differs from request to request, and what tells AWS which parts of the SDK are used.
        private static string Constant(string name, string value) => name.ToUpperInvariant() switch
        {
            "AMZ-SDK-INVOCATION-ID" or "X-AMZ-DATE" => "some",
            "USER-AGENT" => value.Split(" md/ClientAsync")[0],
            "AUTHORIZATION" => value.Split(", Signature=")[0],
            _ => value,
        };
    }
}
