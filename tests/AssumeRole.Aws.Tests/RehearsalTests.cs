using AssumeRole.Sts;

namespace AssumeRole.Aws.Tests;

public sealed class RehearsalTests
{
    /// <summary>Whoever starts it passes over its faults, so that here is the only place where they show.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task The_rehearsal_of_a_request_gets_through(bool hasAddress, bool hasKeys) =>
        await new AwsAdapters().PrepareAsync(new LikelyRequest(hasAddress, hasKeys)).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
}
