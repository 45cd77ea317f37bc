using AssumeRole.Cli.Tests.Running;
using AssumeRole.Testing;

namespace AssumeRole.Cli.Tests.Rotation;

/// <summary>The verb against the sandbox's STS and stores.</summary>
public sealed class RotateTests
{
    [Theory]
    [EachBuild("SecretsManager")]
    [EachBuild("ParameterStore")]
    [EachBuild("File")]
    public async Task The_example_team_ends_in_the_documented_paths_and_is_kept_the_next_time(Build build, string store)
    {
        await using var stage = await Stage.StartAsync(build);
        using var reader = new SecretReader(stage.Sandbox.Endpoint);
        string[] words = ["rotate", "--store", store, "--folder", stage.Folder, "--team", stage.Write("example-team.json", Teams.Example)];

        var run = (await stage.RunAsync(words)).Exits(0);

        Assert.Equal(["Rotated"], run.Lines.Members("status"));
        Assert.Equal([Teams.Path], run.Lines.Members("path"));
        async Task<string> ReadAsync(string name) => store switch
        {
            "SecretsManager" => (await reader.GetSecretAsync(name))!,
            "ParameterStore" => (await reader.GetParameterAsync(name))!,
            _ => await File.ReadAllTextAsync(stage.Folder + name),
        };
        var parts = Teams.PartsOf(await ReadAsync(Teams.Path));
        Assert.Equal(parts, await Task.WhenAll(Teams.Parts.Select(part => ReadAsync($"{Teams.Path}-{part}"))));
        var session = stage.Sandbox.Sessions.Single(one => one.AccessKeyId == parts[0]);
        Assert.Equal((parts[1], parts[2]), (session.SecretAccessKey.Reveal(), session.SessionToken.Reveal()));

        Assert.Equal(["Kept"], (await stage.RunAsync(words)).Exits(0).Lines.Members("status"));
    }

    [Theory, EachBuild]
    public async Task A_broken_second_account_is_in_the_exit_code_the_result_and_the_log_and_the_first_is_written(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        using var reader = new SecretReader(stage.Sandbox.Endpoint);

        var run = (await stage.RunAsync("rotate", "--throttle-limit", "1", "--team", Teams.HalfBroken)).Exits(1);

        Assert.Equal(["Rotated", "Failed"], run.Lines.Members("status"));
        Assert.Equal([null, "AssumeDenied"], run.Lines.Members("findingId"));
        Assert.Equal([Teams.ExampleRole, Stage.Denied], run.Lines.Members("roleArn"));
        Assert.All(run.Lines.Where(line => line.Contains("Failed", StringComparison.Ordinal)).Members("remedy"), Assert.NotNull);
        Assert.Equal(2, run.ErrorLines.Length);
        Assert.StartsWith("assumerole: example-team/broken: AssumeDenied: ", run.ErrorLines[0], StringComparison.Ordinal);
        Assert.StartsWith("assumerole: RotationIncomplete: ", run.ErrorLines[1], StringComparison.Ordinal);
        Assert.Contains("1 of 2: example-team/broken (AssumeDenied).", run.ErrorLines[1], StringComparison.Ordinal);
        Assert.NotNull(await reader.GetSecretAsync(Teams.Path));
        Assert.Null(await reader.GetSecretAsync("/concourse/example-team/broken"));
    }

    [Theory, EachBuild]
    public async Task A_duration_that_chaining_does_not_allow_is_warned_of_refused_and_shortened_on_request(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        var team = stage.Write("team.json", Teams.Example.Replace("\"}]", "\", \"duration\": 7200}]", StringComparison.Ordinal));

        var refused = (await stage.RunAsync("rotate", "--team", team)).Exits(1);
        var shortened = (await stage.RunAsync("rotate", "--team", team, "--allow-shorter")).Exits(0);

        Assert.StartsWith("assumerole: DurationOverHour: ", refused.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal(["ChainingCap"], refused.Lines.Members("findingId"));
        Assert.Contains(refused.ErrorLines, line => line.Contains("--allow-shorter", StringComparison.Ordinal));
        Assert.Matches("3600 .*7200", Assert.Single(shortened.Lines.Members("evidence")));
    }

    [Theory, EachBuild]
    public async Task What_if_looks_at_the_store_and_neither_assumes_nor_writes(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync("rotate", "--what-if", "--team", Teams.Example)).Exits(0);

        Assert.Equal(["Planned"], run.Lines.Members("status"));
        Assert.Equal(["DescribeSecret"], stage.Sandbox.Calls.Where(call => call.Service != "imds").Select(call => call.Action).Distinct());
    }

    [Theory]
    [EachBuild("--store", "Vault")]
    [EachBuild("--layout", "Quadruple")]
    [EachBuild("--throttle-limit", "0")]
    [EachBuild("--minimum-remaining", "1h")]
    public async Task An_impossible_value_is_named_by_its_option_and_nothing_is_sent(Build build, string option, string value)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync("rotate", "--team", Teams.Example, option, value)).Exits(2);

        var line = Assert.Single(run.ErrorLines);
        Assert.StartsWith("assumerole: RotationOptionInvalid: ", line, StringComparison.Ordinal);
        Assert.Contains($"{option} is '{value}'.", line, StringComparison.Ordinal);
        Assert.Empty(stage.Sandbox.Calls);
    }
}
