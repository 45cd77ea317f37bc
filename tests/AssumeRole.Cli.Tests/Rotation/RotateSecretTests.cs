using AssumeRole.Cli.Tests.Running;
using AssumeRole.Testing;

namespace AssumeRole.Cli.Tests.Rotation;

/// <summary>Every secret that the sandbox issued is searched for in everything but the values that are written.</summary>
public sealed class RotateSecretTests
{
    [Theory]
    [EachBuild("SecretsManager")]
    [EachBuild("ParameterStore")]
    [EachBuild("File")]
    public async Task Are_in_no_line_no_description_and_no_tag(Build build, string store)
    {
        await using var stage = await Stage.StartAsync(build);
        using var reader = new SecretReader(stage.Sandbox.Endpoint);
        string[] words = ["rotate", "--verbose", "--store", store, "--folder", stage.Folder, "--team", Teams.HalfBroken];

        List<Run> runs = [await stage.RunAsync(words), await stage.RunAsync([.. words, "--what-if"]), await stage.RunAsync([.. words, "--minimum-remaining", "43200"])];
        // A write that is refused after the session is there.
        stage.Break(faults => faults with { StoreNextErrors = ["None", "None", "None", "None", "None", "EncryptionFailure", "EncryptionFailure"] });
        runs.Add(await stage.RunAsync([.. words, "--minimum-remaining", "43200", "--throttle-limit", "1"]));
        stage.Break(faults => faults);

        var texts = runs.SelectMany(run => new[] { run.Output, run.Error }).Append(await DescribeAsync()).ToArray();
        Assert.All(runs, run => Assert.NotEmpty(run.Error));
        Assert.Contains("Expires: ", texts[^1], StringComparison.Ordinal);
        Assert.Contains("assumerole:owner", texts[^1], StringComparison.Ordinal);
        foreach (var secret in Secrets(stage)) Assert.All(texts, text => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));

        async Task<string> DescribeAsync() => store switch
        {
            "SecretsManager" => (await reader.DescribeAsync(Teams.Path))!.Value.GetRawText(),
            "ParameterStore" => (await reader.CallAsync("ssm", "AmazonSSM.DescribeParameters", []))!.Value.GetRawText()
                + (await reader.CallAsync("ssm", "AmazonSSM.ListTagsForResource", new() { ["ResourceType"] = "Parameter", ["ResourceId"] = Teams.Path }))!.Value.GetRawText(),
            _ => await File.ReadAllTextAsync(Path.Combine(stage.Folder, "concourse/example-team/.divx-lab.assumerole.json")),
        };
    }

    /// <summary>Keys, secrets and tokens of every session, the worker's own too.</summary>
    internal static IReadOnlyList<string> Secrets(Stage stage)
    {
        var issued = stage.Sandbox.Sessions;
        Assert.True(issued.Count > 1);
        return [.. issued.SelectMany(one => new[] { one.AccessKeyId, one.SecretAccessKey.Reveal(), one.SessionToken.Reveal() })];
    }
}
