using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests;

/// <summary>assumerole exec --keep-fresh stays, and yet its program ends as if it were alone.</summary>
public sealed class KeepFreshSignalTests
{
    private const int SigPipe = 13;

    [Theory]
    [EachBuild("TERM", Needs = Needs.Unix)]
    [EachBuild("HUP", Needs = Needs.HangUp)]
    [EachBuild("QUIT", Needs = Needs.Interrupt)]
    [EachBuild("USR1", Needs = Needs.Unix)]
    [EachBuild("USR2", Needs = Needs.Unix)]
    [EachBuild("INT", Needs = Needs.Interrupt)]
    public async Task Signals_reach_the_program_as_often_as_they_are_sent(Build build, string signal)
    {
        await using var stage = await Stage.StartAsync(build);
        using var process = stage.Start(
            "exec", "--keep-fresh", "--", "sh", "-c", $"trap 'echo got' {signal}; trap 'exit 7' ALRM; echo $$; while :; do sleep 0.05; done");
        var child = await process.ReadLineAsync();

        foreach (var _ in new[] { 1, 2 })
        {
            await process.SignalAsync(signal);
            Assert.Equal("got", await process.ReadLineAsync());
        }

        (await stage.RunProgramAsync("/bin/sh", "-c", $"kill -ALRM {child}")).Exits(0);
        Assert.Equal(string.Empty, (await process.EndAsync()).Exits(7).Output);
    }

    [Theory, EachBuild(Needs = Needs.Script | Needs.Interrupt)]
    public async Task Ctrl_C_on_a_terminal_reaches_the_program_once(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Write("count.sh", """
            trap 'n=$((n+1))' INT
            kill -INT 0
            for i in 1 2 3 4 5 6 7 8 9 10; do sleep 0.05; done
            echo "got $n"
            exit 8
            """);

        var run = await stage.RunProgramAsync(
            Machine.Find("script")!, "-qec", "trap : INT; assumerole exec --keep-fresh -- sh ./count.sh; echo ended with $?", Path.Combine(stage.Folder, "typescript"));

        Assert.Equal(["got 1", "ended with 8"], run.Lines);
    }

    [Theory]
    [EachBuild("TERM", 143, Needs = Needs.Unix)]
    [EachBuild("KILL", 137, Needs = Needs.Unix)]
    public async Task A_signal_that_ends_the_program_is_seen_outside(Build build, string signal, int exitCode)
    {
        await using var stage = await Stage.StartAsync(build);

        (await stage.RunAsync("exec", "--keep-fresh", "--", "sh", "-c", $"kill -{signal} $$")).Exits(exitCode);
    }

    [Theory, EachBuild(Needs = Needs.Linux | Needs.Bash)]
    public async Task Mask_and_dispositions_are_those_outside(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        const string Read = "grep -E '^Sig(Blk|Ign|Cgt|Pnd):' /proc/self/status";

        // bash may be told to ignore a signal for those it starts; what is ignored on purpose stays so, SIGPIPE alone does not.
        // The posix_spawn of glibc lets all programs ignore the two signals that it keeps to itself.
        var outside = (await stage.BashAsync($"trap '' INT HUP USR2; {Read}")).Exits(0);
        var inside = (await stage.BashAsync($"trap '' INT HUP USR2; assumerole exec --keep-fresh -- {Read}")).Exits(0);

        Assert.Equal(
            outside.Lines.Select(line => ProcessSignals.Without(line, SigPipe, 32, 33)),
            inside.Lines.Select(line => ProcessSignals.Without(line, 32, 33)));
    }

    [Theory, EachBuild(Needs = Needs.Unix | Needs.Bash)]
    public async Task A_broken_pipe_ends_the_program(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.BashAsync("assumerole exec --keep-fresh -- yes | head -n1; echo ${PIPESTATUS[0]}")).Exits(0);

        Assert.Equal(["y", "141"], run.Lines);
        Assert.Equal(string.Empty, run.Error);
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task A_signal_before_the_program_begins_ends_it_without_the_program(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Variables[Stage.MetadataTimeout] = "600";
        stage.Break(faults => faults with { MetadataSilent = true });
        using var process = stage.Start("exec", "--keep-fresh", "--", "echo", "went on");
        await stage.UntilCalledAsync();

        await process.SignalAsync("TERM");

        var run = (await process.EndAsync()).Exits(125);
        Assert.Equal((string.Empty, "assumerole: ended by a signal.\n"), (run.Output, run.Error));
    }
}
