using System.Net.Sockets;
using System.Text.RegularExpressions;
using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests;

/// <summary>assumerole exec --keep-fresh: what the program is given, and what is left of it.</summary>
public sealed partial class KeepFreshTests
{
    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task The_program_gets_an_endpoint_and_no_keys(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Variables["LINES_OF_TEXT"] = "one\ntwo = 2\n";
        stage.Variables["WORDS"] = " a  'b' \"c\" é ";
        var expected = new Dictionary<string, string>(stage.Variables);
        // A stale key starts no chain: the worker does.
        foreach (var name in new[] { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_CONTAINER_OF_TOMORROW" })
            stage.Variables[name] = "stale";

        var run = (await stage.RunAsync("exec", "--keep-fresh", "--source", "instance", "--", "env", "-0")).Exits(0);

        var actual = run.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);
        Assert.True(actual.Remove("AWS_CONTAINER_CREDENTIALS_FULL_URI", out var address));
        Assert.Matches(LoopbackAddress(), address);
        Assert.True(actual.Remove("AWS_CONTAINER_AUTHORIZATION_TOKEN", out var token));
        Assert.Equal(43, token.Length);
        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal), actual.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(string.Empty, run.Error);
    }

    [Theory, EachBuild]
    public async Task The_program_has_the_role_by_the_endpoint(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync("exec", "--keep-fresh", "--", stage.Executable, "whoami", "--source", "container")).Exits(0);

        Assert.Equal("arn:aws:sts::222222222222:assumed-role/worker-permissions/concourse-task", run.Lines[0]);
        Assert.Single(stage.Sandbox.Calls, call => call.Action == "AssumeRole");
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task Nothing_listens_any_more_when_the_program_has_ended(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync("exec", "--keep-fresh", "--", "sh", "-c", "echo $AWS_CONTAINER_CREDENTIALS_FULL_URI; exit 9")).Exits(9);

        using var client = new TcpClient();
        var address = new Uri(run.Lines[0]);
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken).AsTask());
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task Standard_streams_are_those_outside(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunProgramAsync(
            "/bin/sh", "-c", $"echo in | '{stage.Executable}' exec --keep-fresh -- sh -c 'cat; echo err >&2; exit 254'")).Exits(254);

        Assert.Equal(("in\n", "err\n"), (run.Output, run.Error));
    }

    [Theory, EachBuild(Needs = Needs.Unix | Needs.Bash)]
    public async Task Variables_that_are_no_text_are_handed_on(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.BashAsync("""
            export BYTES=$'\xff\xfe\xe9'
            assumerole exec --keep-fresh -- sh -c 'printf %s "$BYTES" | od -An -tx1'
            """)).Exits(0);

        Assert.Equal("ff fe e9", run.Output.Trim());
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task Programs_are_found_as_exec_finds_them(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        const UnixFileMode Runnable = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        stage.Write("bin/tool", "#!/bin/sh\necho found $#\n", Runnable);
        stage.Write("bin/bare", "echo bare \"$1\"\n", Runnable);
        stage.Write("data", "not a program", UnixFileMode.UserRead);
        stage.Variables["PATH"] = "/nowhere:bin";

        Assert.Equal("found 1\n", (await stage.RunAsync("exec", "--keep-fresh", "--", "tool", "a b")).Exits(0).Output);
        if (!File.Exists("/etc/alpine-release"))
            Assert.Equal("bare a b\n", (await stage.RunAsync("exec", "--keep-fresh", "--", "bare", "a b")).Exits(0).Output);
        foreach (var (program, exitCode, findingId) in new[]
        {
            ("no-such-program", 127, "CommandMissing"), (string.Empty, 127, "CommandMissing"), ("./data", 126, "CommandNotExecutable"),
        })
        {
            var run = (await stage.RunAsync("exec", "--keep-fresh", "--", program)).Exits(exitCode);
            Assert.StartsWith($"assumerole: {findingId}: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        }
    }

    [Theory]
    [EachBuild("--serial-number arn:aws:iam::111111111111:mfa/ann --token-code 123456", "RenewalImpossible")]
    [EachBuild("--cache", "ParameterConflict")]
    [EachBuild("--role-arn " + Stage.Denied, "AssumeDenied")]
    public async Task Exits_with_125_when_there_is_no_role_to_keep(Build build, string words, string findingId)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync(["exec", "--keep-fresh", .. words.Split(' '), "--", stage.Executable, "--version"])).Exits(125);

        Assert.Equal(string.Empty, run.Output);
        Assert.StartsWith($"assumerole: {findingId}: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory, EachBuild]
    public async Task Verbose_tells_of_renewals_and_of_no_secret(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync("exec", "--keep-fresh", "--verbose", "--", stage.Executable, "whoami", "--source", "container")).Exits(0);

        Assert.Contains(run.ErrorLines, line => line.Contains("\"event\":\"renewed\"", StringComparison.Ordinal));
        Assert.DoesNotMatch("SANDBOX(SECRET|TOKEN)", run.Error);
    }

    [GeneratedRegex(@"\Ahttp://(127\.0\.0\.1|\[::1\]):\d+/[A-Za-z0-9_-]{22}\z")]
    private static partial Regex LoopbackAddress();
}
