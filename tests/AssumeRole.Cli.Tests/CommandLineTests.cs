using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests;

/// <summary>Command lines that cannot be read never print help where a shell may evaluate it.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [EachBuild("env --bogus", 2, "(exit 2)\n")]
    [EachBuild("env --as tcsh", 2, "(exit 2)\n")]
    [EachBuild("env --as", 2, "(exit 2)\n")]
    [EachBuild("env --as powershell --bogus", 2, "throw 'assumerole: the command line cannot be read.'\n")]
    [EachBuild("env --as json --bogus", 2, "")]
    [EachBuild("--bogus env", 2, "(exit 2)\n")]
    [EachBuild("evn", 2, "(exit 2)\n")]
    [EachBuild("", 2, "(exit 2)\n")]
    [EachBuild("credential-process --bogus", 2, "")]
    [EachBuild("whoami extra", 2, "")]
    [EachBuild("test --bogus", 2, "")]
    [EachBuild("sandbox --port many", 2, "")]
    [EachBuild("demo --bogus", 2, "")]
    [EachBuild("completion tcsh", 2, "")]
    [EachBuild("exec", 125, "")]
    [EachBuild("exec --bogus -- true", 125, "")]
    public async Task Are_refused_on_standard_error(Build build, string words, int exitCode, string output)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync(words.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Exits(exitCode);

        Assert.Equal(output, run.Output);
        Assert.NotEmpty(run.ErrorLines);
        Assert.All(run.ErrorLines, line => Assert.Matches("^assumerole: .* Try --help\\.$", line));
        Assert.Empty(stage.Sandbox.Calls);
    }

    [Theory]
    [EachBuild("--role-arn|nonsense", "ArnMalformed")]
    [EachBuild("--duration-seconds|1h", "DurationInvalid")]
    [EachBuild("--role-session-name|a b", "RoleSessionNameInvalid")]
    [EachBuild("--external-id|a b", "ExternalIdInvalid")]
    [EachBuild("--tag|stage", "TagInvalid")]
    [EachBuild("--policy|{", "SessionPolicyInvalid")]
    [EachBuild("--source|Nowhere", "SourceInvalid")]
    [EachBuild("--source|Instance|--profile-name|base", "ParameterConflict")]
    [EachBuild("--region|nowhere in particular", "RegionInvalid")]
    [EachBuild("--endpoint-url|ftp://sts", "EndpointInvalid")]
    public async Task Name_the_option_that_is_wrong_in_one_line(Build build, string words, string findingId)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync(["credential-process", .. words.Split('|')])).Exits(2);

        Assert.Equal(string.Empty, run.Output);
        Assert.StartsWith($"assumerole: {findingId}: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(stage.Sandbox.Calls);
    }

    [Theory, EachBuild]
    public async Task Take_every_option_to_AWS(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync(
            "credential-process", "--role-arn", Stage.OtherRole, "--role-session-name", "@build", "--tag", "stage=a b", "--tag", "empty=",
            "--transitive-tag-key", "stage", "--source-identity", "ann", "--region", "eu-west-1", "--source", "instance")).Exits(0);

        Assert.Equal(string.Empty, run.Error);
        var call = stage.Sandbox.Calls[^1];
        Assert.Equal(("AssumeRole", Stage.OtherRole), (call.Action, call.Parameters["RoleArn"]));
        Assert.Equal(("@build", "ann"), (call.Parameters["RoleSessionName"], call.Parameters["SourceIdentity"]));
        Assert.Equal(("stage", "a b"), (call.Parameters["Tags.member.1.Key"], call.Parameters["Tags.member.1.Value"]));
        Assert.Equal("stage", call.Parameters["TransitiveTagKeys.member.1"]);
    }

    [Theory, EachBuild]
    public async Task Ask_for_help_and_get_it(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync("--help")).Exits(0);

        Assert.Equal(string.Empty, run.Error);
        foreach (var verb in new[] { "env", "exec", "credential-process", "whoami", "test", "serve", "sandbox", "demo", "completion" })
            Assert.Contains(run.Lines, line => line.TrimStart().StartsWith(verb + " ", StringComparison.Ordinal));
    }
}
