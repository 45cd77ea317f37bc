using System.Globalization;

namespace AssumeRole.Soak.Tests;

/// <summary>The test of the test: what an operation does wrong on purpose makes the run fail, and the run says where.</summary>
public sealed class PlantedFaultTests
{
    [Theory]
    [InlineData(Plant.LeakToStream, "cmdlets", "the stream Verbose", "a secret that the sandbox issued stands there, base64, alignment 1")]
    [InlineData(Plant.LeakToFile, "cmdlets", "the file ", "a secret that the sandbox issued stands there, plain in UTF-16")]
    [InlineData(Plant.Variable, "cmdlets", "the environment", "not as before: +PLANTED_VARIABLE")]
    [InlineData(Plant.Listener, "cmdlets", "listeners", "still listens on ")]
    [InlineData(Plant.UnobservedException, "cmdlets", "a task", "planted")]
    [InlineData(Plant.LeakOfProgram, "programs", "standard error", "a secret that the sandbox issued stands there, hex")]
    public async Task What_was_planted_is_found(Plant plant, string lane, string place, string what)
    {
        Machine.SkipWithoutSoak();
        var result = await RunAsync(plant, 2..3);
        Assert.Contains(result.Failures, failure => failure.Lane == lane
            && failure.Place.Contains(place, StringComparison.Ordinal)
            && failure.What.Contains(what, StringComparison.Ordinal));
        Assert.All(result.Failures, failure => Assert.StartsWith("planted " + plant, failure.Operation, StringComparison.Ordinal));
        Assert.Contains(result.Describe(), line =>
            line.StartsWith($"FAILED seed 42, {lane} operation 2 (planted {plant}", StringComparison.Ordinal)
            && line.Contains(place, StringComparison.Ordinal)
            && line.Contains(what, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Handles_that_are_left_open_are_found()
    {
        Machine.SkipWithoutSoak();
        var result = await RunAsync(Plant.Handles, 0..24);
        var failure = Assert.Single(result.Failures, failure => failure.Place == "handles");
        Assert.Equal("planted Handles", failure.Operation);
        Assert.Contains("/dev/zero (+", failure.What, StringComparison.Ordinal);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"FAILED seed {result.Seed}, cmdlets operation"),
            string.Join('\n', result.Describe()),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sockets_that_are_never_closed_are_found()
    {
        Machine.SkipWithoutSoak();
        var result = await RunAsync(Plant.Sockets, 0..3);
        var failure = Assert.Single(result.Failures);
        Assert.Equal("sockets", failure.Place);
        Assert.Contains(" in the end", failure.What, StringComparison.Ordinal);
    }

    private static Task<SoakResult> RunAsync(Plant plant, Range operations) => SoakRun.RunAsync(new SoakOptions
    {
        // Far more than these few operations take: on a busy machine all of them must be begun.
        Duration = TimeSpan.FromMinutes(9), Settling = TimeSpan.FromSeconds(2), Operations = operations, Seed = 42, Plant = plant,
    });
}
