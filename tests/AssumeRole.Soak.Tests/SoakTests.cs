namespace AssumeRole.Soak.Tests;

/// <summary>The short form of the soak, with a seed of its own each time; tests/soak/README.md says how to run the long one.</summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Two_minutes_of_all_cmdlets_and_programs_leave_nothing_behind_and_tell_no_secret()
    {
        Machine.SkipWithoutSoak();
        var result = await SoakRun.RunAsync(new SoakOptions { Duration = TimeSpan.FromMinutes(2), MostFailures = 5 });
        var lines = string.Join('\n', result.Describe());
        output.WriteLine($"Seed {result.Seed}. {lines}");
        Assert.True(result.Failures.Count == 0, lines);
    }
}
