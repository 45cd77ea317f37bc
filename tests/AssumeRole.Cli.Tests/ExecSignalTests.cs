using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests;

/// <summary>assumerole exec leaves nothing of .NET's signal handling behind.</summary>
public sealed class ExecSignalTests
{
    private const int SigPipe = 13;

    [Theory, EachBuild(Needs = Needs.Unix | Needs.Bash)]
    public async Task A_broken_pipe_ends_the_program(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.BashAsync("assumerole exec -- yes | head -n1; echo ${PIPESTATUS[0]}")).Exits(0);

        Assert.Equal(["y", "141"], run.Lines);
        Assert.Equal(string.Empty, run.Error);
    }

    [Theory]
    [EachBuild("TERM", Needs = Needs.Unix)]
    [EachBuild("HUP", Needs = Needs.HangUp)]
    [EachBuild("USR1", Needs = Needs.Unix)]
    [EachBuild("INT", Needs = Needs.Interrupt)]
    public async Task Signals_reach_the_program(Build build, string signal)
    {
        await using var stage = await Stage.StartAsync(build);
        using var process = stage.Start(
            "exec", "--", "sh", "-c", $"trap 'echo got {signal}; exit 7' {signal}; echo ready; while :; do sleep 0.05; done");
        Assert.Equal("ready", await process.ReadLineAsync());

        await process.SignalAsync(signal);

        Assert.Equal($"got {signal}\n", (await process.EndAsync()).Exits(7).Output);
    }

    [Theory]
    [EachBuild("TERM", 143, Needs = Needs.Unix)]
    [EachBuild("KILL", 137, Needs = Needs.Unix)]
    public async Task A_signal_that_ends_the_program_is_seen_outside(Build build, string signal, int exitCode)
    {
        await using var stage = await Stage.StartAsync(build);

        (await stage.RunAsync("exec", "--", "sh", "-c", $"kill -{signal} $$")).Exits(exitCode);
    }

    [Theory, EachBuild(Needs = Needs.Linux | Needs.Bash)]
    public async Task Mask_and_dispositions_are_those_outside(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        string[] read = ["grep", "-E", "^Sig(Blk|Ign|Cgt|Pnd):", "/proc/self/status"];

        // bash may be told to ignore a signal for those it starts; what is ignored on purpose stays so, SIGPIPE alone does not.
        var outside = (await stage.BashAsync($"trap '' INT USR2; {string.Join(' ', read.Select(word => $"'{word}'"))}")).Exits(0);
        var inside = (await stage.BashAsync($"trap '' INT USR2; assumerole exec -- {string.Join(' ', read.Select(word => $"'{word}'"))}")).Exits(0);

        Assert.Equal(outside.Lines.Select(line => ProcessSignals.Without(line, SigPipe)), inside.Lines);
        Assert.Contains("SigBlk:\t0000000000000000", inside.Lines);
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task A_signal_before_the_program_begins_ends_it_without_the_program(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Variables[Stage.MetadataTimeout] = "600";
        stage.Break(faults => faults with { MetadataSilent = true });
        using var process = stage.Start("exec", "--", "echo", "went on");
        await stage.UntilCalledAsync();

        await process.SignalAsync("TERM");

        var run = (await process.EndAsync()).Exits(125);
        Assert.Equal((string.Empty, "assumerole: ended by a signal.\n"), (run.Output, run.Error));
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task A_signal_to_env_stops_the_task_too(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Variables[Stage.MetadataTimeout] = "600";
        stage.Break(faults => faults with { MetadataSilent = true });
        using var process = stage.Start("env");
        await stage.UntilCalledAsync();

        await process.SignalAsync("TERM");

        var run = (await process.EndAsync()).Exits(130);
        Assert.Equal(("(exit 130)\n", "assumerole: ended by a signal.\n"), (run.Output, run.Error));
    }
}
