using System.Net;
using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Metadata;

namespace AssumeRole.Diagnosis.Tests.Checks;

public sealed class MetadataCheckTests
{
    private const string TokenLine = "PUT http://169.254.169.254/latest/api/token";
    private const string TokenlessLine = "GET http://169.254.169.254/latest/meta-data/instance-id";
    private const string RegionLine = "GET http://169.254.169.254/latest/meta-data/placement/region";

    private readonly FakeMetadata metadata = FakeMetadata.WithRole();

    [Fact]
    public async Task A_service_that_gives_a_token_passes_and_the_token_serves_the_reads_behind()
    {
        var client = metadata.CreateClient();

        var result = await new MetadataCheck(client, TimeProvider.System).CheckAsync(false, default);
        await client.GetAsync("latest/meta-data/placement/region", default);

        var step = Assert.Single(result.Steps);
        Assert.Equal(
            ("Metadata", ChainStepStatus.Passed, "", "http://169.254.169.254"), (step.Step, step.Status, step.FindingId, step.Target));
        Wording.Names(step.Evidence, "IMDSv2 token");
        Assert.True(result.IsUsable);
        Assert.Equal([TokenLine, RegionLine], metadata.Http.Lines);
    }

    [Fact]
    public async Task In_detail_a_service_that_wants_tokens_passes_without_a_warning()
    {
        var result = await CheckAsync(detailed: true);

        Assert.Equal(ChainStepStatus.Passed, Assert.Single(result.Steps).Status);
        Assert.Equal([TokenLine, TokenlessLine], metadata.Http.Lines.Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(2, result.Diagnosis.RoundTrips);
    }

    [Fact]
    public async Task In_detail_IMDSv1_that_is_open_is_a_warning_with_the_command_that_closes_it()
    {
        metadata.TokenlessAnswer = () => FakeHttp.Ok("i-0123456789abcdef0");

        var result = await CheckAsync(detailed: true);

        Assert.Equal([ChainStepStatus.Passed, ChainStepStatus.Warning], result.Steps.Select(step => step.Status));
        Assert.Equal(("Metadata", "MetadataVersion1Open"), (result.Steps[1].Step, result.Steps[1].FindingId));
        Assert.Contains(
            "aws ec2 modify-instance-metadata-options --instance-id i-0123456789abcdef0 --http-tokens required "
                + "--http-endpoint enabled --region eu-west-1.",
            result.Steps[1].Remedy,
            StringComparison.Ordinal);
        Assert.True(result.IsUsable);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("eu-west-1; reboot")]
    public async Task A_command_names_no_region_that_is_none(string? region)
    {
        metadata.TokenlessAnswer = () => FakeHttp.Ok("no id");
        if (region is null) metadata.Documents.Remove("/latest/meta-data/placement/region");
        else metadata.Documents["/latest/meta-data/placement/region"] = region;

        var remedy = (await CheckAsync(detailed: true)).Steps[1].Remedy;

        Assert.Contains("--instance-id <id> --http-tokens required --http-endpoint enabled.", remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_detail_nothing_is_asked_without_a_token()
    {
        metadata.TokenlessAnswer = () => FakeHttp.Ok("i-0123456789abcdef0");

        Assert.Single((await CheckAsync(detailed: false)).Steps);
        Assert.Equal([TokenLine], metadata.Http.Lines);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "MetadataDisabled")]
    [InlineData(HttpStatusCode.NotFound, "MetadataProxy")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "MetadataServiceError")]
    public async Task A_service_that_gives_no_token_fails(HttpStatusCode status, string id)
    {
        metadata.TokenAnswer = () => FakeHttp.Text(status);

        var result = await CheckAsync(detailed: false);

        var step = Assert.Single(result.Steps);
        Assert.Equal((ChainStepStatus.Failed, id), (step.Status, step.FindingId));
        Assert.NotEmpty(step.Remedy);
        Assert.False(result.IsUsable);
    }

    [Theory]
    [InlineData(true, ChainStepStatus.Indeterminate, "MetadataSilent")]
    [InlineData(false, ChainStepStatus.Failed, "MetadataHopLimit")]
    public async Task Silence_is_indeterminate_and_the_hop_limit_is_not(bool isSilent, ChainStepStatus status, string id)
    {
        metadata.IsSilentTo = request => isSilent || request.Method == HttpMethod.Put;
        // A hop limit shows in an answer that comes in a fraction of the time that the other does not come in.
        var options = MetadataOptions.Read(new FakeVariables(
            ("AWS_METADATA_SERVICE_TIMEOUT", isSilent ? "0.25" : "4"), ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "1")));

        var result = await new MetadataCheck(metadata.CreateClient(options: options), TimeProvider.System).CheckAsync(false, default);

        var step = Assert.Single(result.Steps);
        Assert.Equal((status, id), (step.Status, step.FindingId));
        Assert.False(result.IsUsable);
    }

    [Fact]
    public async Task No_text_holds_the_token()
    {
        metadata.TokenlessAnswer = () => FakeHttp.Ok("i-0123456789abcdef0");

        Assert.DoesNotContain("token-1", (await CheckAsync(detailed: true)).ToString(), StringComparison.Ordinal);
    }

    private Task<MetadataCheckResult> CheckAsync(bool detailed) =>
        new MetadataCheck(metadata.CreateClient(), TimeProvider.System).CheckAsync(detailed, default);
}
