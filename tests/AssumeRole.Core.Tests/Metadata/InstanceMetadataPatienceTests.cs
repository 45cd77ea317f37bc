using AssumeRole.Metadata;

namespace AssumeRole.Core.Tests.Metadata;

public sealed class InstanceMetadataPatienceTests
{
    private const string RegionPath = "latest/meta-data/placement/region";
    private const string RegionLine = "GET http://169.254.169.254/latest/meta-data/placement/region";

    [Theory]
    [InlineData(null, null, 1000, 2)]
    [InlineData("5", "3", 5000, 3)]
    [InlineData("0.25", "1", 250, 1)]
    public async Task A_read_that_is_not_answered_is_given_up_after_the_attempts_and_the_time_that_are_set(
        string? timeout, string? attempts, int milliseconds, int tries)
    {
        var variables = new FakeVariables();
        variables.Set("AWS_METADATA_SERVICE_TIMEOUT", timeout);
        variables.Set("AWS_METADATA_SERVICE_NUM_ATTEMPTS", attempts);
        var time = new ImpatientTimeProvider();
        var silent = new FakeHttp((_, token) => FakeHttp.NeverAsync(token));
        var client = new InstanceMetadataClient(new HttpClient(silent), MetadataOptions.Read(variables), time);
        client.UseToken(new Secret("token"));

        var finding = await Sample.FindingOfAsync(() => client.GetAsync(RegionPath, default));

        Assert.Equal("MetadataSilent", finding.Id);
        Assert.Contains("AWS_METADATA_SERVICE_TIMEOUT", finding.Remedy, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Repeat(RegionLine, tries), silent.Lines);
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromMilliseconds(milliseconds), tries), time.Delays);
    }

    [Fact]
    public async Task A_token_that_does_not_come_is_diagnosed_by_the_probe()
    {
        await using var swallowing = new LoopbackMetadata { TokenIsSwallowed = true };
        var options = MetadataOptions.Read(new FakeVariables(("AWS_EC2_METADATA_SERVICE_ENDPOINT", swallowing.Url)));
        using var http = InstanceMetadataClient.CreateHttpClient();
        var client = new InstanceMetadataClient(http, options, TimeProvider.System);

        var finding = await Sample.FindingOfAsync(() => client.GetAsync(RegionPath, default));

        Assert.Equal("MetadataHopLimit", finding.Id);
        Assert.Equal(
            ["PUT /latest/api/token", "GET /latest/meta-data/instance-id", "PUT /latest/api/token"], swallowing.Lines);
    }

    [Fact]
    public async Task Giving_up_is_no_finding()
    {
        using var impatience = new CancellationTokenSource();
        var silent = new FakeHttp((_, token) => FakeHttp.NeverAsync(token));
        var client = new InstanceMetadataClient(
            new HttpClient(silent), MetadataOptions.Read(new FakeVariables()), new ManualTimeProvider());
        var waiting = client.GetAsync(RegionPath, impatience.Token);

        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Single(silent.Requests);
    }
}
