using System.Net;
using System.Net.Sockets;
using AssumeRole.Findings;
using AssumeRole.Metadata;

namespace AssumeRole.Core.Tests.Metadata;

public sealed class InstanceMetadataClientTests
{
    private const string RegionPath = "latest/meta-data/placement/region";
    private const string TokenLine = "PUT http://169.254.169.254/latest/api/token";
    private const string RegionLine = "GET http://169.254.169.254/latest/meta-data/placement/region";

    private readonly FakeMetadata metadata = FakeMetadata.WithRole();

    [Fact]
    public async Task A_token_is_asked_for_six_hours_and_shown_with_each_read()
    {
        Assert.Equal("eu-west-1", await metadata.CreateClient().GetAsync(RegionPath, default));

        Assert.Equal([TokenLine, RegionLine], metadata.Http.Lines);
        var (put, get) = (metadata.Http.Requests[0], metadata.Http.Requests[1]);
        Assert.Equal(["21600"], put.Headers.GetValues("X-aws-ec2-metadata-token-ttl-seconds"));
        Assert.False(put.Headers.Contains("X-aws-ec2-metadata-token"));
        Assert.Equal(["token-1"], get.Headers.GetValues("X-aws-ec2-metadata-token"));
        Assert.All([put, get], request => Assert.False(request.Headers.Contains("X-Forwarded-For")));
    }

    [Fact]
    public async Task One_token_serves_every_read()
    {
        var client = metadata.CreateClient();
        await client.AuthorizeAsync(default);
        await client.GetAsync(RegionPath, default);
        await client.GetAsync(RegionPath, default);

        Assert.Equal([TokenLine, RegionLine, RegionLine], metadata.Http.Lines);
    }

    [Fact]
    public async Task A_token_that_has_run_out_is_renewed_once()
    {
        var client = metadata.CreateClient();
        await client.AuthorizeAsync(default);
        metadata.ExpireTokens();

        Assert.Equal("eu-west-1", await client.GetAsync(RegionPath, default));
        Assert.Equal([TokenLine, RegionLine, TokenLine, RegionLine], metadata.Http.Lines);
    }

    [Fact]
    public async Task A_service_that_refuses_every_token_is_not_asked_for_ever()
    {
        metadata.RefusesTokens = true;

        var finding = await FindingOfGetAsync();

        Assert.Equal("MetadataServiceError", finding.Id);
        Assert.Contains("401", finding.Evidence, StringComparison.Ordinal);
        Assert.Equal([TokenLine, RegionLine, TokenLine, RegionLine], metadata.Http.Lines);
    }

    [Fact]
    public async Task A_path_that_is_not_there_gives_null() =>
        Assert.Null(await metadata.CreateClient().GetAsync("latest/meta-data/absent", default));

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "MetadataDisabled")]
    [InlineData(HttpStatusCode.NotFound, "MetadataProxy")]
    [InlineData(HttpStatusCode.MethodNotAllowed, "MetadataProxy")]
    [InlineData(HttpStatusCode.BadRequest, "MetadataServiceError")]
    [InlineData(HttpStatusCode.Redirect, "MetadataAnswerInvalid")]
    public async Task Without_a_token_nothing_is_read_over_IMDSv1(HttpStatusCode status, string id)
    {
        metadata.TokenAnswer = () => FakeHttp.Text(status);

        var finding = await FindingOfGetAsync();

        Assert.Equal(id, finding.Id);
        Assert.Contains($"{(int)status}", finding.Evidence, StringComparison.Ordinal);
        Assert.Equal([TokenLine], metadata.Http.Lines);
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("<html>sign in</html>", 1)]
    [InlineData("two\nlines", 1)]
    public async Task What_cannot_be_a_token_is_not_taken_for_one(string text, int attempts)
    {
        metadata.TokenAnswer = () => FakeHttp.Ok(text);

        Assert.Equal("MetadataAnswerInvalid", (await FindingOfGetAsync()).Id);
        Assert.Equal(Enumerable.Repeat(TokenLine, attempts), metadata.Http.Lines);
    }

    [Fact]
    public async Task A_403_to_a_read_says_that_metadata_is_switched_off()
    {
        var http = new FakeHttp(
            request => request.Method == HttpMethod.Put ? FakeHttp.Ok("token") : FakeHttp.Text(HttpStatusCode.Forbidden));
        var client = Client(http, TimeProvider.System);

        Assert.Equal("MetadataDisabled", (await Sample.FindingOfAsync(() => client.GetAsync(RegionPath, default))).Id);
    }

    [Fact]
    public async Task Where_metadata_is_forbidden_nothing_is_asked()
    {
        var options = MetadataOptions.Read(new FakeVariables(("AWS_EC2_METADATA_DISABLED", "true")));

        var finding = await Sample.FindingOfAsync(() => metadata.CreateClient(options: options).GetAsync(RegionPath, default));

        Assert.Equal("MetadataDisabled", finding.Id);
        Assert.Equal("Unset AWS_EC2_METADATA_DISABLED.", finding.Remedy);
        Assert.Empty(metadata.Http.Requests);
    }

    [Fact]
    public async Task Another_endpoint_is_asked_at_its_root()
    {
        var options = MetadataOptions.Read(new FakeVariables(("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1338/")));

        await metadata.CreateClient(options: options).GetAsync(RegionPath, default);

        Assert.Equal("PUT http://127.0.0.1:1338/latest/api/token", metadata.Http.Lines.First());
    }

    [Fact]
    public async Task A_fault_of_the_service_is_tried_again_once()
    {
        var answers = new Queue<HttpStatusCode>([HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK]);
        metadata.TokenAnswer = () => FakeHttp.Text(answers.Dequeue(), "token");

        await metadata.CreateClient().AuthorizeAsync(default);

        Assert.Equal([TokenLine, TokenLine], metadata.Http.Lines);
    }

    [Fact]
    public async Task A_refused_connection_is_tried_twice_and_named()
    {
        metadata.TokenAnswer = () => throw new HttpRequestException("failed", new SocketException((int)SocketError.ConnectionRefused));

        var finding = await FindingOfGetAsync();

        Assert.Equal("MetadataUnavailable", finding.Id);
        Assert.StartsWith("No connection: ", finding.Evidence, StringComparison.Ordinal);
        Assert.Equal([TokenLine, TokenLine], metadata.Http.Lines);
    }

    [Fact]
    public async Task A_token_that_the_probe_got_is_used_and_none_is_asked_for()
    {
        var client = metadata.CreateClient();
        client.UseToken((await client.Probe.ProbeAsync(false, default)).Token!);

        Assert.Equal("eu-west-1", await client.GetAsync(RegionPath, default));
        Assert.Equal([TokenLine, RegionLine], metadata.Http.Lines);
    }

    private static InstanceMetadataClient Client(FakeHttp http, TimeProvider time) =>
        new(new HttpClient(http), MetadataOptions.Read(new FakeVariables()), time);

    private Task<Finding> FindingOfGetAsync() => Sample.FindingOfAsync(() => metadata.CreateClient().GetAsync(RegionPath, default));
}
