using System.Diagnostics;
using AssumeRole.Testing;

namespace AssumeRole.Tests;

/// <summary>The table that tests/bench/run.sh makes of what the benchmarks print.</summary>
public sealed class BenchTableTests
{
    [Theory]
    [InlineData("a\tms\t\t\t3 1 2\t", "2 ms", "3 ms", "-")]
    [InlineData("a\tms\t\t\t1 2 3 10\t", "2.50 ms", "10 ms", "-")]
    [InlineData("a\tms\t<= 1.0 s\t\t900 1000 1100\t", "1000 ms", "<= 1.0 s", "yes")]
    [InlineData("a\ts\t<= 999 ms\t\t1\t", "1 s", "<= 999 ms", "OVER")]
    [InlineData("a\tms\t<= baseline + 25 ms\tbare\t124 125 300\t100", "125 ms", "100 ms", "1.25", "yes")]
    [InlineData("a\tms\t<= baseline + 25 ms\tbare\t126\t100", "1.26", "OVER")]
    [InlineData("a\tMB\t<= 1.3 x\tbare\t13\t10", "1.30", "yes")]
    [InlineData("a\tMB\t<= 1.3 x\tbare\t13.1\t10", "1.31", "OVER")]
    [InlineData("a\t1/s\t>= 0.8 x\tbare\t81\t100", "0.81", "yes")]
    [InlineData("a\t1/s\t>= 0.8 x\tbare\t79\t100", "OVER")]
    [InlineData("a\tfiles\t<= 0 files\t\t0\t", "0 files", "yes")]
    [InlineData("a\tms\t<= 1.3 x\tbare\t1\t", "?")]
    [InlineData("a\tms\t<= 60 MB\t\t1\t", "?")]
    [InlineData("a\tms\tfast\t\t1\t", "?")]
    public async Task A_row_says_what_was_seen_and_whether_the_limit_is_held(string row, params string[] expected)
    {
        var (lines, code) = await MakeAsync(row);

        Assert.All(expected, text => Assert.Contains(text, lines[1], StringComparison.Ordinal));
        Assert.Equal(expected[^1] is "OVER" or "?" ? 1 : 0, code);
    }

    [Fact]
    public async Task Of_twenty_samples_one_lies_above_the_95th_percentile()
    {
        var (lines, _) = await MakeAsync($"a\tms\t\t\t{string.Join(' ', Enumerable.Range(1, 20).Reverse())}\t");

        Assert.Matches(@"^a +10\.50 ms +19 ms ", lines[1]);
    }

    [Fact]
    public async Task What_could_not_be_measured_is_a_row_with_the_reason()
    {
        var (lines, code) = await MakeAsync("endpoint\tskipped: wrk is not installed\nfan-out\tms\t\t\t\t");

        Assert.Matches("^endpoint +skipped: wrk is not installed$", lines[1]);
        Assert.Matches("^fan-out +skipped: it gave no sample$", lines[2]);
        Assert.Equal(0, code);
    }

    private static async Task<(string[] Lines, int Code)> MakeAsync(string rows)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || !OnPath("awk"), "There is no awk on PATH.");
        var start = new ProcessStartInfo("awk") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("-f");
        start.ArgumentList.Add(Path.Combine(StagedModule.Repository, "tests", "bench", "table.awk"));
        using var awk = Process.Start(start)!;
        await awk.StandardInput.WriteAsync(rows + "\n");
        awk.StandardInput.Close();
        var text = awk.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Patience.EndAsync(awk);
        return ((await text).TrimEnd().Split('\n'), awk.ExitCode);
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
