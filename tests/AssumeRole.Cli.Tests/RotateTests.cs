using System.Text.Json;
using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests;

public sealed class RotateTests
{
    [Theory, EachBuild]
    public async Task Rotate_writes_a_teams_sessions_and_keeps_them_the_next_time(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        string[] words = ["rotate", "--store", "File", "--folder", stage.Folder, "--team", Team("lab", "arn:aws:iam::222222222222:role/worker-permissions")];

        Assert.Equal("Rotated", StatusOf((await stage.RunAsync(words)).Exits(0)));
        Assert.Equal("Kept", StatusOf((await stage.RunAsync(words)).Exits(0)));
    }

    [Theory, EachBuild]
    public async Task Rotate_says_with_its_exit_code_that_an_account_failed(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = await stage.RunAsync("rotate", "--store", "File", "--folder", stage.Folder, "--team", Team("lab", Stage.Denied));

        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal("Failed", StatusOf(run));
        Assert.Contains("RotationIncomplete", run.Error, StringComparison.Ordinal);
    }

    private static string Team(string account, string role) =>
        $$"""{"name":"main","accounts":[{"name":"{{account}}","roleArn":"{{role}}"}]}""";

    private static string StatusOf(Run run)
    {
        using var line = JsonDocument.Parse(Assert.Single(run.Lines));
        return line.RootElement.GetProperty("status").GetString()!;
    }
}
