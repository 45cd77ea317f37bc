using AssumeRole.Metadata;

namespace AssumeRole.Core.Tests.Metadata;

/// <summary>The same of requests that block the thread of the one who asks, and what only they can do.</summary>
public sealed class BlockingMetadataWireTests : MetadataWireTests
{
    private const string RegionPath = "latest/meta-data/placement/region";

    /// <inheritdoc/>
    protected override bool Blocks => true;

    [Fact]
    public async Task What_is_answered_in_time_is_over_when_the_call_returns()
    {
        await using var service = new LoopbackMetadata();
        var options = MetadataOptions.Read(new FakeVariables()) with { Endpoint = new Uri(service.Url), Blocks = true };
        using var http = InstanceMetadataClient.CreateHttpClient(blocks: true);
        var client = new InstanceMetadataClient(http, options, TimeProvider.System);

        var wasOver = await RunAsync(() =>
        {
            var reading = client.GetAsync(RegionPath, default);
            return Task.FromResult(reading.IsCompletedSuccessfully);
        });

        Assert.True(wasOver);
        Assert.Equal(["PUT /latest/api/token", $"GET /{RegionPath}"], service.Lines);
    }

    [Fact]
    public async Task Giving_up_ends_a_request_that_is_not_answered()
    {
        using var impatience = new CancellationTokenSource();
        await using var server = new RawServer((_, _, token) =>
        {
            impatience.Cancel();
            return Task.Delay(Timeout.InfiniteTimeSpan, token);
        });
        var options = MetadataOptions.Read(new FakeVariables(("AWS_METADATA_SERVICE_TIMEOUT", "60"))) with
        {
            Endpoint = new Uri(server.Url), Blocks = true,
        };
        using var http = InstanceMetadataClient.CreateHttpClient(blocks: true);
        var client = new InstanceMetadataClient(http, options, TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(() => client.GetAsync(RegionPath, impatience.Token)));
    }
}
