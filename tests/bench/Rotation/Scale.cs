using System.Diagnostics;

namespace RotationBench;

/// <summary>How long a run of many accounts takes when each call takes its time, first with nothing there, then with everything.</summary>
internal static class Scale
{
    public static async Task<int> MeasureAsync(string program, int accounts, int delay, int percent)
    {
        await using var sandbox = await SandboxProcess.StartAsync(
            program, $"\"stsDelayMilliseconds\": {delay}, \"storeDelayMilliseconds\": {delay}, \"throttledPercent\": {percent}");
        var team = Path.GetTempFileName();
        await File.WriteAllTextAsync(team, Rotations.Team("many", Enumerable.Range(0, accounts).Select(number => $"account-{number}")));
        var failed = 0;
        foreach (var run in new[] { "first", "second", "third" })
        {
            var (clock, theirs) = (Stopwatch.StartNew(), sandbox.ProcessorTime);
            var failures = await Rotations.RunAsync(program, sandbox.Url, team, 43200, accounts);
            Console.WriteLine($"{run}: {accounts} accounts, 9 calls of {delay} ms each, {percent} % throttled: {clock.Elapsed.TotalSeconds:F2} s, "
                + $"{failures} failed; the sandbox's processor time {(sandbox.ProcessorTime - theirs).TotalSeconds:F2} s");
            failed += failures;
        }

        var kept = Stopwatch.StartNew();
        failed += await Rotations.RunAsync(program, sandbox.Url, team, 0, accounts);
        Console.WriteLine($"nothing to do: {kept.Elapsed.TotalSeconds:F2} s");
        File.Delete(team);
        return failed > 0 ? 1 : 0;
    }
}
