using System.Text.Json;
using AssumeRole.Rotation;

namespace AssumeRole.Aws.Tests.Rotation;

/// <summary>Whole rotations: the core, the thin clients on the SDK, and the sandbox's STS and stores.</summary>
public sealed class SandboxRotationTests
{
    /// <summary>The background document's example, with the braces that it lost.</summary>
    private const string Example =
        """{"name": "example-team", "accounts": [{"name": "divx-lab", "roleArn": "arn:aws:iam::123456789999:role/machine-user-example"}]}""";

    private const string Path = "/concourse/example-team/divx-lab";

    [Theory]
    [InlineData(SecretStoreKind.SecretsManager)]
    [InlineData(SecretStoreKind.ParameterStore)]
    public async Task The_example_team_ends_in_the_documented_paths(SecretStoreKind store)
    {
        await using var bench = await RotationBench.StartAsync();

        var result = Assert.Single(await bench.RotateAsync(RotationBench.Request(Example) with { Store = store }));

        Assert.Equal((RotationStatus.Rotated, true, ""), (result.Status, result.Changed, result.FindingId));
        Assert.InRange(result.Expiration!.Value, DateTime.UtcNow.AddMinutes(58), DateTime.UtcNow.AddMinutes(61));
        Task<string?> Read(string name) => store == SecretStoreKind.SecretsManager ? bench.Store.GetSecretAsync(name) : bench.Store.GetParameterAsync(name);
        var json = JsonSerializer.Deserialize<Dictionary<string, string>>((await Read(Path))!)!;
        Assert.Equal(["access-key", "secret-key", "session-token", "expiration", "role-arn"], json.Keys);
        Assert.Equal("arn:aws:iam::123456789999:role/machine-user-example", json["role-arn"]);
        foreach (var part in new[] { "access-key", "secret-key", "session-token" }) Assert.Equal(json[part], await Read($"{Path}-{part}"));
        var sts = bench.Sandbox.Calls.Single(call => call.Action == "AssumeRole");
        Assert.Equal(("ConcourseTeam-example-team", "3600"), (sts.Parameters["RoleSessionName"], sts.Parameters["DurationSeconds"]));
    }

    [Theory]
    [InlineData(SecretStoreKind.SecretsManager)]
    [InlineData(SecretStoreKind.ParameterStore)]
    public async Task A_second_run_keeps_what_lasts_and_reads_no_value(SecretStoreKind store)
    {
        await using var bench = await RotationBench.StartAsync();
        var request = RotationBench.Request(Example) with { Store = store };
        var first = Assert.Single(await bench.RotateAsync(request));

        var second = Assert.Single(await bench.RotateAsync(request));

        Assert.Equal((RotationStatus.Kept, false, first.Expiration), (second.Status, second.Changed, second.Expiration));
        Assert.Single(bench.Sandbox.Calls, call => call.Action == "AssumeRole");
        Assert.DoesNotContain(bench.Sandbox.Calls, call => call.Action.StartsWith("Get", StringComparison.Ordinal) && call.Service is "secretsmanager" or "ssm" && call.Action is "GetSecretValue" or "GetParameter");

        var renewed = Assert.Single(await bench.RotateAsync(request with { MinimumRemaining = TimeSpan.FromHours(1) }));
        Assert.Equal((RotationStatus.Rotated, true), (renewed.Status, renewed.Changed));
    }

    [Fact]
    public async Task The_version_before_stays_readable_as_AWSPREVIOUS()
    {
        await using var bench = await RotationBench.StartAsync();
        var request = RotationBench.Request(Example) with { MinimumRemaining = TimeSpan.FromHours(1) };
        await bench.RotateAsync(request);
        var before = await bench.Store.GetSecretAsync(Path);

        await bench.RotateAsync(request);

        Assert.NotEqual(before, await bench.Store.GetSecretAsync(Path));
        Assert.Equal(before, await bench.Store.GetSecretAsync(Path, "AWSPREVIOUS"));
    }

    [Fact]
    public async Task A_broken_role_is_reported_and_the_others_are_written()
    {
        const string team = """
            {"name": "example-team", "accounts": [
              {"name": "broken", "roleArn": "arn:aws:iam::222222222222:role/trusts-nobody"},
              {"name": "long", "roleArn": "arn:aws:iam::222222222222:role/worker-permissions", "duration": 7200},
              {"name": "divx-lab", "roleArn": "arn:aws:iam::123456789999:role/machine-user-example"}]}
            """;
        await using var bench = await RotationBench.StartAsync();

        var results = await bench.RotateAsync(RotationBench.Request(team) with { ThrottleLimit = 1 });

        Assert.Equal(["AssumeDenied", "ChainingCap", ""], results.Select(result => result.FindingId));
        Assert.Equal([RotationStatus.Failed, RotationStatus.Failed, RotationStatus.Rotated], results.Select(result => result.Status));
        Assert.Contains("-AllowShorter", results[1].Remedy, StringComparison.Ordinal);
        Assert.NotNull(await bench.Store.GetSecretAsync(Path));
        Assert.Null(await bench.Store.GetSecretAsync("/concourse/example-team/broken"));
        var summary = new RotationSummary();
        foreach (var result in results) summary.Add(result);
        Assert.Equal("RotationIncomplete", summary.Failure!.Id);
        Assert.Equal("2 of 3: example-team/broken (AssumeDenied), example-team/long (ChainingCap).", summary.Failure.Evidence);
        Assert.Contains(bench.Trace, line => line.StartsWith("DurationOverHour", StringComparison.Ordinal) || line.Contains("7200", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_chaining_cap_gives_way_to_an_hour_if_that_is_allowed()
    {
        var team = Example.Replace("}]}", ", \"duration\": 7200}]}", StringComparison.Ordinal);
        await using var bench = await RotationBench.StartAsync();

        var result = Assert.Single(await bench.RotateAsync(RotationBench.Request(team) with { AllowShorter = true }));

        Assert.Equal(RotationStatus.Rotated, result.Status);
        Assert.Matches("3600 .*7200", result.Evidence);
        Assert.Equal(RotationStatus.Kept, Assert.Single(await bench.RotateAsync(RotationBench.Request(team) with { AllowShorter = true })).Status);
    }

    [Fact]
    public async Task What_somebody_else_owns_is_not_overwritten_unless_forced()
    {
        await using var bench = await RotationBench.StartAsync();
        await bench.Store.CallAsync("secretsmanager", "secretsmanager.CreateSecret", new() { ["Name"] = $"{Path}-access-key", ["SecretString"] = "by hand" });

        var refused = Assert.Single(await bench.RotateAsync(RotationBench.Request(Example)));

        Assert.Equal(("SecretNotOwned", false), (refused.FindingId, refused.Changed));
        Assert.Equal("by hand", await bench.Store.GetSecretAsync($"{Path}-access-key"));
        Assert.Null(await bench.Store.GetSecretAsync(Path));
        Assert.DoesNotContain(bench.Sandbox.Calls, call => call.Action == "AssumeRole");

        Assert.Equal(RotationStatus.Rotated, Assert.Single(await bench.RotateAsync(RotationBench.Request(Example) with { Force = true })).Status);
        // From now on it is owned.
        Assert.Equal(RotationStatus.Kept, Assert.Single(await bench.RotateAsync(RotationBench.Request(Example))).Status);
    }

    [Fact]
    public async Task A_parameter_of_somebody_elses_is_taken_over_only_by_force()
    {
        await using var bench = await RotationBench.StartAsync();
        var request = RotationBench.Request(Example) with { Store = SecretStoreKind.ParameterStore, Layout = SecretLayout.Json };
        await bench.Store.CallAsync("ssm", "AmazonSSM.PutParameter", new() { ["Name"] = Path, ["Value"] = "by hand" });

        Assert.Equal("SecretNotOwned", Assert.Single(await bench.RotateAsync(request)).FindingId);
        Assert.Equal(RotationStatus.Rotated, Assert.Single(await bench.RotateAsync(request with { Force = true })).Status);
        Assert.Equal(RotationStatus.Kept, Assert.Single(await bench.RotateAsync(request)).Status);
    }

    [Fact]
    public async Task A_deleted_secret_stays_deleted_unless_forced()
    {
        await using var bench = await RotationBench.StartAsync(RotationWorld.With("", "'secretsmanager:*'"));
        var request = RotationBench.Request(Example) with { MinimumRemaining = TimeSpan.FromHours(1) };
        await bench.RotateAsync(request);
        await bench.Store.CallAsync("secretsmanager", "secretsmanager.DeleteSecret", new() { ["SecretId"] = Path });

        Assert.Equal("SecretToBeDeleted", Assert.Single(await bench.RotateAsync(request)).FindingId);
        Assert.Equal(RotationStatus.Rotated, Assert.Single(await bench.RotateAsync(request with { Force = true })).Status);
        Assert.NotNull(await bench.Store.GetSecretAsync(Path));
    }

    [Fact]
    public async Task Nothing_secret_is_in_a_line_a_result_or_a_description()
    {
        await using var bench = await RotationBench.StartAsync(RotationWorld.With("'storeNextErrors':['None','None','None','None','None','EncryptionFailure']"));

        var result = Assert.Single(await bench.RotateAsync(RotationBench.Request(Example) with { ThrottleLimit = 1 }));

        Assert.Equal(("SecretKeyUnusable", true), (result.FindingId, result.Changed));
        var description = (await bench.Store.DescribeAsync(Path))!.Value.GetRawText();
        Assert.Contains("Expires: ", description, StringComparison.Ordinal);
        Assert.Contains("\"assumerole:owner\",\"Value\":\"example-team\"", description, StringComparison.Ordinal);
        var key = JsonSerializer.Deserialize<Dictionary<string, string>>((await bench.Store.GetSecretAsync(Path))!)!["access-key"];
        foreach (var text in bench.Trace.Append(description).Append(result.ToString()))
        {
            Assert.DoesNotContain("SANDBOXSECRET", text, StringComparison.Ordinal);
            Assert.DoesNotContain("SANDBOXTOKEN", text, StringComparison.Ordinal);
            Assert.DoesNotContain(key, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_permission_the_action_is_named()
    {
        await using var bench = await RotationBench.StartAsync(RotationWorld.With("", "'secretsmanager:DescribeSecret'"));

        var result = Assert.Single(await bench.RotateAsync(RotationBench.Request(Example)));

        Assert.Equal("SecretStoreDenied", result.FindingId);
        Assert.Contains("secretsmanager:CreateSecret", result.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_if_writes_nothing_and_assumes_nothing()
    {
        await using var bench = await RotationBench.StartAsync();

        var result = Assert.Single(await bench.RotateAsync(RotationBench.Request(Example) with { WhatIf = true }));

        Assert.Equal((RotationStatus.Planned, false), (result.Status, result.Changed));
        Assert.Contains($"{Path}-session-token", result.Evidence, StringComparison.Ordinal);
        Assert.Equal(["DescribeSecret"], bench.Sandbox.Calls.Where(call => call.Service != "imds").Select(call => call.Action).Distinct());
    }

    [Fact]
    public async Task With_a_fifth_of_all_calls_throttled_every_account_is_rotated()
    {
        await using var bench = await RotationBench.StartAsync(RotationWorld.With("'throttledPercent':20"));
        var accounts = string.Join(", ", Enumerable.Range(0, 60).Select(number => $$"""{"name": "a{{number}}", "roleArn": "arn:aws:iam::123456789999:role/machine-user-example"}"""));

        var results = await bench.RotateAsync(RotationBench.Request($$"""{"name": "many", "accounts": [{{accounts}}]}"""));

        Assert.All(results, result => Assert.Equal((RotationStatus.Rotated, ""), (result.Status, result.FindingId)));
        Assert.InRange(bench.Sandbox.Calls.Count(call => call.ErrorCode is "Throttling" or "ThrottlingException"), 60, 400);
    }
}
