using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests;

/// <summary>assumerole exec finds a program as env(1) and shells do: by the rules of execvp(3).</summary>
public sealed class ExecLookupTests
{
    private const UnixFileMode Runnable = UnixFileMode.UserRead | UnixFileMode.UserExecute;
    private const string Tool = "#!/bin/sh\necho found \"$0\" $#\n";

    [Theory]
    [EachBuild("tool", "bin", "bin/tool", Needs = Needs.Unix)]
    [EachBuild("tool", "/nowhere::bin", "tool", Needs = Needs.Unix)]
    [EachBuild("tool", "/nowhere:", "tool", Needs = Needs.Unix)]
    [EachBuild("tool", ":/nowhere", "tool", Needs = Needs.Unix)]
    [EachBuild("./tool", "bin", "./tool", Needs = Needs.Unix)]
    [EachBuild("bin/tool", "/nowhere", "bin/tool", Needs = Needs.Unix)]
    [EachBuild("tool", "plain:bin", "bin/tool", Needs = Needs.Unix)]
    [EachBuild("tool", "plain/tool:bin", "bin/tool", Needs = Needs.Unix)]
    public async Task Finds_a_program(Build build, string program, string path, string found)
    {
        await using var stage = await StartAsync(build);
        stage.Variables["PATH"] = path;

        var run = (await stage.RunAsync("exec", "--", program, "a b")).Exits(0);

        // An empty element of PATH may be written out as ./ or not.
        Assert.Equal($"found {found} 1", run.Output.Trim().Replace(found.StartsWith('.') ? "\0" : "./", string.Empty, StringComparison.Ordinal));
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task Remembers_that_one_may_not_be_run(Build build)
    {
        await using var stage = await StartAsync(build);
        stage.Variables["PATH"] = "/nowhere:plain:/nowhere";

        var run = (await stage.RunAsync("exec", "--", "tool")).Exits(126);

        Assert.StartsWith("assumerole: CommandNotExecutable: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory, EachBuild(Needs = Needs.Linux)]
    public async Task Leaves_a_script_without_an_interpreter_to_sh(Build build)
    {
        await using var stage = await StartAsync(build);
        stage.Write("bare", "echo \"bare $1\"\n", Runnable);

        var run = await stage.RunAsync("exec", "--", "./bare", "a b");

        // musl's execvp does not; then the program cannot be run.
        if (File.Exists("/etc/alpine-release")) run.Exits(126);
        else Assert.Equal("bare a b\n", run.Exits(0).Output);
    }

    private static async Task<Stage> StartAsync(Build build)
    {
        var stage = await Stage.StartAsync(build);
        stage.Write("tool", Tool, Runnable);
        stage.Write("bin/tool", Tool, Runnable);
        stage.Write("plain/tool", Tool, UnixFileMode.UserRead);
        return stage;
    }
}
