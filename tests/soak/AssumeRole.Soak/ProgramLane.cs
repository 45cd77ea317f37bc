using AssumeRole.Soak.Judging;
using AssumeRole.Soak.Leaks;
using AssumeRole.Soak.Operations;
using AssumeRole.Soak.Processes;
using AssumeRole.Soak.Worlds;

namespace AssumeRole.Soak;

/// <summary>The operations of the executable and of scripts in a pwsh of their own, one after the other, beside those of the module.</summary>
internal sealed class ProgramLane(SoakOptions options, Installation installation, Folders folders, LeakSearch search, Verdict verdict, Counts counts)
{
    public const string Name = "programs";
    private const string Shell = "pwsh -File";
    private const int PercentOfShells = 15;
    private readonly WrittenFiles files = new([.. folders.Searched], search);

    /// <summary>Runs until it is cancelled: no operation is begun then.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var stage = new Stage(Name, options, folders, search);
        for (var number = options.Operations.Start.Value; options.Includes(number) && !cancellationToken.IsCancellationRequested; number++)
        {
            var changes = await stage.SetAsync(number);
            var context = new Context(new Draw(options.Seed, Name, number), stage, folders, number, installation.Executable, installation.Module);
            var (name, run) = Choose(context);
            var failure = new Failure(Name, number, $"{name} [{changes}]", string.Empty, string.Empty);
            var session = new ProgramSession(context, failure, verdict, search, counts);
            await run(session);
            await session.JudgeAsync();
            foreach (var (path, leak) in files.Look()) verdict.Add(failure, $"the file {Path.GetRelativePath(folders.Root, path)}", [leak]);
            foreach (var file in Directory.EnumerateFiles(folders.Written)) File.Delete(file);
            foreach (var defect in stage.Defects) verdict.Add(failure with { Place = "the sandbox", What = defect.ToString() });
            counts.Add(Name, name, changes);
        }
    }

    private (string Name, Func<ProgramSession, Task> RunAsync) Choose(Context context)
    {
        if (options.Plant == Plant.LeakOfProgram)
        {
            return ("planted " + options.Plant, session => session.RunAsync(
                context.Executable!,
                ["exec", "--role-arn", RandomWorld.Permissions2, "--", "sh", "-c", "printf %s \"$AWS_SESSION_TOKEN\" | od -An -v -tx1 | tr -d ' \\n' >&2"],
                handsOut: false,
                interruption: null));
        }

        if (context.Executable is null || context.Draw.Chance(PercentOfShells))
            return (Shell, session => ShellOperations.RunAsync(context, session, search, installation));
        var known = ProgramOperations.Known;
        var (name, run) = context.Number < known.Count ? known[context.Number] : context.Draw.Of(known);
        return (name, session => run(context, session, search));
    }
}
