using System.Text.Json;
using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests;

/// <summary>Secrets leave by standard output, on request, and never onto a terminal unasked.</summary>
public sealed class SecretTests
{
    // Every secret of the sandbox begins so.
    private const string Secret = "SANDBOX(SECRET|TOKEN)";

    [Theory]
    [EachBuild("env --as json")]
    [EachBuild("credential-process")]
    public async Task Are_in_what_was_asked_for_and_nowhere_else(Build build, string words)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync([.. words.Split(' '), "--verbose"])).Exits(0);

        using var document = JsonDocument.Parse(run.Output);
        Assert.Matches(Secret, document.RootElement.GetProperty("SecretAccessKey").GetString()!);
        Assert.NotEmpty(run.ErrorLines);
        Assert.DoesNotMatch(Secret, run.Error);
        Assert.DoesNotContain(document.RootElement.GetProperty("SessionToken").GetString()!, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [EachBuild("whoami --verbose")]
    [EachBuild("whoami --json")]
    [EachBuild("test --verbose")]
    [EachBuild("test --json")]
    [EachBuild("env --verbose --role-arn " + Stage.Denied)]
    [EachBuild("exec --verbose -- no-such-program")]
    public async Task Are_in_no_report_and_no_error(Build build, string words)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = await stage.RunAsync(words.Split(' '));

        Assert.NotEmpty(run.Output + run.Error);
        Assert.DoesNotMatch(Secret, run.Output + run.Error);
    }

    [Theory, EachBuild]
    public async Task Verbose_shows_each_hop(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync(
            "env", "-v", "--via", "arn:aws:iam::033145145979:role/role1", "--role-arn", "arn:aws:iam::033145145979:role/role2")).Exits(0);

        Assert.Contains(run.ErrorLines, line => line.Contains("role/role1", StringComparison.Ordinal));
        Assert.Contains(run.ErrorLines, line => line.Contains("role/role2", StringComparison.Ordinal));
    }

    [Theory]
    [EachBuild("env", Needs = Needs.Script)]
    [EachBuild("env --as json", Needs = Needs.Script)]
    [EachBuild("credential-process", Needs = Needs.Script)]
    public async Task Are_refused_on_a_terminal(Build build, string words)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await OnTerminalAsync(stage, words)).Exits(1);

        Assert.Contains("assumerole: SecretsOnTerminal: ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch(Secret, run.Output);
        Assert.Empty(stage.Sandbox.Calls);
    }

    [Theory]
    [EachBuild("env --reveal", Needs = Needs.Script)]
    [EachBuild("credential-process --reveal", Needs = Needs.Script)]
    public async Task Are_shown_on_a_terminal_on_request(Build build, string words)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await OnTerminalAsync(stage, words)).Exits(0);

        Assert.Matches(Secret, run.Output);
    }

    private static Task<Run> OnTerminalAsync(Stage stage, string words) =>
        stage.RunProgramAsync(Machine.Find("script")!, "-qec", $"assumerole {words}", Path.Combine(stage.Folder, "typescript"));
}
