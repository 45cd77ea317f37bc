namespace AssumeRole.Soak.Tests;

/// <summary>
/// The short form of the soak; tests/soak/README.md says how to run the long one. Its seed is always the same: new ones look for new
/// failures, which is the long form's work, and here a failure should be the doing of the change that is tested.
/// </summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    private const int Seed = 20261122;

    [Fact]
    public async Task Two_minutes_of_all_cmdlets_and_programs_leave_nothing_behind_and_tell_no_secret()
    {
        Machine.SkipWithoutSoak();
        var result = await SoakRun.RunAsync(new SoakOptions { Duration = TimeSpan.FromMinutes(2), Seed = Seed, MostFailures = 5 });
        var lines = string.Join('\n', result.Describe());
        output.WriteLine($"Seed {result.Seed}. {lines}");
        Assert.True(result.Failures.Count == 0, lines);
    }
}
