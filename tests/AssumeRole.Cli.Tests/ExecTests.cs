using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests;

/// <summary>assumerole exec: what the program is given, and what is given back.</summary>
public sealed class ExecTests
{
    [Theory]
    [EachBuild(0, Needs = Needs.Unix)]
    [EachBuild(1, Needs = Needs.Unix)]
    [EachBuild(254, Needs = Needs.Unix)]
    public async Task Exits_as_the_program_does(Build build, int exitCode)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync("exec", "--", "sh", "-c", $"echo out; echo err >&2; exit {exitCode}")).Exits(exitCode);

        Assert.Equal(("out\n", "err\n"), (run.Output, run.Error));
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task Hands_on_every_argument_as_it_is(Build build)
    {
        string[] arguments =
        [
            "a", "", "b c", " ", "x\ny", "\"", "it's", "*", "$HOME", "`id`", "\\", "\t", "--help", "--version", "-v", "--", "--region", "@file",
            "[suggest]", "key=value", "/x:y", "é ☃ 🔑",
        ];
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync(["exec", "--", "sh", "-c", "printf '<%s>' \"$@\"", "sh", .. arguments])).Exits(0);

        Assert.Equal(string.Concat(arguments.Select(argument => $"<{argument}>")), run.Output);
        Assert.Equal(string.Empty, run.Error);
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task Hands_on_the_whole_environment_with_the_role_in_it(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Variables["LINES_OF_TEXT"] = "one\ntwo = 2\n";
        stage.Variables["NOTHING"] = string.Empty;
        stage.Variables["WORDS"] = " a  'b' \"c\" é ";
        var expected = new Dictionary<string, string>(stage.Variables);
        // These do not come through: they would outrank the keys.
        stage.Variables["AWS_SECURITY_TOKEN"] = stage.Variables["AWS_ACCOUNT_ID"] = "stale";
        stage.Variables["AWS_CONTAINER_OF_TOMORROW"] = "stale";

        var run = (await stage.RunAsync("exec", "--", "env", "-0")).Exits(0);

        var actual = run.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);
        foreach (var name in new[] { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION" })
        {
            Assert.True(actual.Remove(name, out var value), name);
            Assert.NotEmpty(value);
        }

        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal), actual.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Theory, EachBuild(Needs = Needs.Unix | Needs.Bash)]
    public async Task Hands_on_variables_that_are_no_text(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.BashAsync("""
            export BYTES=$'\xff\xfe\xe9'
            assumerole exec -- sh -c 'printf %s "$BYTES" | od -An -tx1'
            """)).Exits(0);

        Assert.Equal("ff fe e9", run.Output.Trim());
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task Stays_the_same_process_and_keeps_no_file_open(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        const string Script = "echo $$; for fd in 3 4 5 6 7 8 9; do if (: >&$fd) 2>/dev/null; then echo open $fd; fi; done";

        var plain = (await stage.RunProgramAsync("/bin/sh", "-c", Script)).Exits(0);
        var run = (await stage.RunProgramAsync("/bin/sh", "-c", $"echo $$; exec '{stage.Executable}' exec -- sh -c '{Script}'")).Exits(0);

        Assert.Equal(run.Lines[0], run.Lines[1]);
        Assert.Equal(plain.Lines[1..], run.Lines[2..]);
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task Exits_with_125_when_there_is_no_role(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync("exec", "--role-arn", Stage.Denied, "--", "echo", "went on")).Exits(125);

        Assert.Equal(string.Empty, run.Output);
        Assert.StartsWith("assumerole: AssumeDenied: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory, EachBuild]
    public async Task Exits_with_127_when_there_is_no_program(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        foreach (var program in new[] { "no-such-program", "./no-such-program", string.Empty })
        {
            var run = (await stage.RunAsync("exec", "--", program)).Exits(127);

            Assert.Equal(string.Empty, run.Output);
            Assert.StartsWith("assumerole: CommandMissing: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        }
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task Exits_with_126_when_the_program_cannot_be_run(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Write("data", "not a program", UnixFileMode.UserRead);

        foreach (var program in new[] { "./data", "/" })
        {
            var run = (await stage.RunAsync("exec", "--", program)).Exits(126);

            Assert.StartsWith("assumerole: CommandNotExecutable: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        }
    }
}
