using System.Diagnostics;

namespace RotationBench;

/// <summary>How long a run of many accounts takes when each call takes its time, first with nothing there, then with everything.</summary>
internal static class Scale
{
    public static async Task<int> MeasureAsync(int accounts, int delay, int percent)
    {
        await using var sandbox = await SandboxProcess.StartAsync(
            $"\"stsDelayMilliseconds\": {delay}, \"storeDelayMilliseconds\": {delay}, \"throttledPercent\": {percent}");
        var team = Rotations.Team("many", Enumerable.Range(0, accounts).Select(number => $"account-{number}"));
        var failed = 0;
        foreach (var run in new[] { "first", "second", "third" })
        {
            var (clock, ours, theirs) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime, sandbox.ProcessorTime);
            var failures = await Rotations.RunAsync(sandbox.Url, team, TimeSpan.FromHours(1));
            Console.WriteLine($"{run}: {accounts} accounts, 9 calls of {delay} ms each, {percent} % throttled: {clock.Elapsed.TotalSeconds:F2} s, {failures} failed; "
                + $"processor time {(Environment.CpuUsage.TotalTime - ours).TotalSeconds:F2} s, the sandbox's {(sandbox.ProcessorTime - theirs).TotalSeconds:F2} s");
            failed += failures;
        }

        var kept = Stopwatch.StartNew();
        failed += await Rotations.RunAsync(sandbox.Url, team, TimeSpan.Zero);
        Console.WriteLine($"nothing to do: {kept.Elapsed.TotalSeconds:F2} s");
        return failed > 0 ? 1 : 0;
    }
}
