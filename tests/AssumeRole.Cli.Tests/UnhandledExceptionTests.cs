using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests;

/// <summary>Output that cannot be written: no verb ends by SIGABRT, and a line for people that is lost ends nothing.</summary>
public sealed class UnhandledExceptionTests
{
    [Theory]
    [EachBuild("env", 1, Needs = Needs.Linux)]
    [EachBuild("whoami", 1, Needs = Needs.Linux)]
    [EachBuild("test", 1, Needs = Needs.Linux)]
    [EachBuild("--help", 1, Needs = Needs.Linux)]
    [EachBuild("exec --help", 125, Needs = Needs.Linux)]
    public async Task Full_standard_output_is_a_finding(Build build, string line, int exitCode)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await ShellAsync(stage, $"{line} >/dev/full")).Exits(exitCode);

        Assert.StartsWith("assumerole: Unforeseen: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [EachBuild("env", 0, Needs = Needs.Linux)]
    [EachBuild("env --role-arn x", 2, Needs = Needs.Linux)]
    [EachBuild("bogus", 2, Needs = Needs.Linux)]
    [EachBuild("exec --bogus", 125, Needs = Needs.Linux)]
    [EachBuild("exec -- true", 0, Needs = Needs.Linux)]
    public async Task Full_standard_error_changes_no_exit_code(Build build, string line, int exitCode)
    {
        await using var stage = await Stage.StartAsync(build);

        (await ShellAsync(stage, $"{line} 2>/dev/full")).Exits(exitCode);
    }

    [Theory]
    [EachBuild("env", Needs = Needs.Unix)]
    [EachBuild("env --help", Needs = Needs.Unix)]
    [EachBuild("exec --bogus", Needs = Needs.Unix)]
    [EachBuild("exec -- true", Needs = Needs.Unix)]
    public async Task Closed_descriptors_end_no_verb_by_a_signal(Build build, string line)
    {
        await using var stage = await Stage.StartAsync(build);

        Assert.InRange((await ShellAsync(stage, $"{line} <&- >&- 2>&-")).ExitCode, 0, 127);
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task A_session_for_a_closed_standard_output_goes_nowhere_else(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = await ShellAsync(stage, "env >&-");

        Assert.DoesNotContain("AWS_SECRET_ACCESS_KEY", run.Error, StringComparison.Ordinal);
        // The JIT's host has files of its own open by then, and may have the descriptor.
        if (build == Build.Native) Assert.StartsWith("assumerole: Unforeseen: ", Assert.Single(run.Exits(1).ErrorLines), StringComparison.Ordinal);
    }

    // A shell of its own keeps the redirections from the shell that tells the exit code.
    private static Task<Run> ShellAsync(Stage stage, string line) => stage.RunProgramAsync("/bin/sh", "-c", $"(assumerole {line}); exit $?");
}
