using System.Globalization;
using AssumeRole.Soak.Judging;
using AssumeRole.Soak.Leaks;
using AssumeRole.Soak.Processes;

namespace AssumeRole.Soak;

/// <summary>One run.</summary>
internal static class SoakRun
{
    /// <summary>Runs, and tells of everything that must not be.</summary>
    public static async Task<SoakResult> RunAsync(SoakOptions options)
    {
        var installation = new Installation();
        if (installation.Absence is { } absence) throw new InvalidOperationException(absence);
        var root = Directory.CreateTempSubdirectory("assumerole-soak-").FullName;
        var search = new LeakSearch();
        // Of sandboxes in other processes too, whose lists nobody here can read.
        search.AddMarker("SANDBOXSECRET");
        search.AddMarker("SANDBOXTOKEN");
        var counts = new Counts();
        using var end = new CancellationTokenSource(options.Duration);
        var verdict = new Verdict(options, end);
        var cmdlets = new CmdletLane(options, installation, new Folders(Path.Combine(root, CmdletLane.Name)), search, verdict, counts);
        var programs = new ProgramLane(options, installation, new Folders(Path.Combine(root, ProgramLane.Name)), search, verdict, counts);
        options.Say($"Seed {options.Seed}, {options.Duration.TotalMinutes.ToString("0.##", CultureInfo.InvariantCulture)} minutes.");

        var lanes = Task.WhenAll(
            options.Plant == Plant.LeakOfProgram ? Task.CompletedTask : Task.Run(() => cmdlets.RunAsync(end.Token)),
            options.Plant is Plant.None or Plant.LeakOfProgram ? Task.Run(() => programs.RunAsync(end.Token)) : Task.CompletedTask);
        var limit = Task.Delay(options.Duration + options.Grace + options.Settling);
        if (await Task.WhenAny(lanes, limit) == limit)
        {
            verdict.Add(new Failure("all", 0, "the run", "time", $"did not end within {options.Grace.TotalSeconds} s of its time"));
            foreach (var (id, _) in Descendants.Of("subject")) KillById(id);
        }
        else
        {
            await lanes;
        }

        foreach (var (place, operation, what) in cmdlets.Levels.Judge())
            verdict.Add(new Failure(CmdletLane.Name, 0, operation, place, what));
        Delete(root);
        return new SoakResult(options.Seed, verdict.Failures, counts, cmdlets.Levels.Samples, search.Count);
    }

    private static void Delete(string root)
    {
        try
        {
            Directory.Delete(root, recursive: true);
        }
        catch (IOException)
        {
            // A process that was killed may have left something open; the machine's own cleaning takes it.
        }
    }

    private static void KillById(int id)
    {
        using var process = System.Diagnostics.Process.GetProcessById(id);
        process.Kill(entireProcessTree: true);
    }
}
