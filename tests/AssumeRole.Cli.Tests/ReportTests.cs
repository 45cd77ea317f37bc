using System.Text.Json;
using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests;

/// <summary>assumerole whoami and assumerole test, and the exit codes that scripts tell faults apart by.</summary>
public sealed class ReportTests
{
    private const string Config = """
        [profile stale]
        aws_access_key_id = AKIANOTOFTHISWORLD
        aws_secret_access_key = none
        """;

    [Theory, EachBuild]
    public async Task Whoami_names_the_caller(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync("whoami")).Exits(0);

        Assert.Equal($"{Stage.Worker}\naccount 111111111111, from instance role concourse-worker\n", run.Output);
        Assert.Equal(string.Empty, run.Error);
    }

    [Theory, EachBuild]
    public async Task Whoami_names_the_caller_as_json(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync("whoami", "--json")).Exits(0);

        using var document = JsonDocument.Parse(run.Output);
        Assert.Equal(
            [("Account", "111111111111"), ("Arn", Stage.Worker), ("Origin", "instance role concourse-worker")],
            document.RootElement.EnumerateObject()
                .Where(property => property.Name != "UserId").Select(property => (property.Name, property.Value.GetString()!)));
        Assert.EndsWith(":i-0123456789abcdef0", document.RootElement.GetProperty("UserId").GetString(), StringComparison.Ordinal);
    }

    [Theory, EachBuild]
    public async Task Test_shows_each_link(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync("test")).Exits(0);

        Assert.Equal(string.Empty, run.Error);
        Assert.Collection(
            run.Lines.Where(line => line.StartsWith("├─ ", StringComparison.Ordinal)),
            line => Assert.Matches("^├─ ✔ Environment +[0-9]+ ms  The instance's role comes first for ", line),
            line => Assert.Matches("^├─ ✔ Metadata +[0-9]+ ms  The IMDSv2 token was issued\\.$", line),
            line => Assert.Matches("^├─ ✔ InstanceRole +[0-9]+ ms  Role concourse-worker, until ", line),
            line => Assert.Matches("^├─ ✔ CallerIdentity +[0-9]+ ms  concourse-worker @ 111111111111$", line),
            line => Assert.Matches("^├─ ✔ Hop +[0-9]+ ms  worker-permissions @ 222222222222$", line));
        Assert.All(run.Lines, line => Assert.InRange(line.Length, 0, 80));
    }

    [Theory, EachBuild]
    public async Task Test_exits_with_the_code_of_the_first_broken_link(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync("test", "--role-arn", "x", "--role-arn", Stage.Denied)).Exits(2);

        Assert.Contains("ArnMalformed", run.Output, StringComparison.Ordinal);
        Assert.Contains("AssumeDenied", run.Output, StringComparison.Ordinal);
    }

    [Theory, EachBuild]
    public async Task Test_draws_in_ASCII_where_the_locale_has_no_more_and_speaks_of_its_own_options(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Variables["LANG"] = "C";

        var run = (await stage.RunAsync("test", "--role-arn", Stage.Denied)).Exits(4);

        Assert.Contains(run.Lines, line => line.StartsWith("|- x Hop ", StringComparison.Ordinal) && line.EndsWith("AssumeDenied: trusts-nobody @ 222222222222", StringComparison.Ordinal));
        Assert.Contains(":    Target    " + Stage.Denied, run.Lines);
        Assert.True(run.Output.All(char.IsAscii));
        Assert.DoesNotMatch("(?<![-A-Za-z])-[A-Z]", run.Output);
    }

    [Theory, EachBuild]
    public async Task Test_decides_from_policies_without_AWS(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        const string Worker =
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::*:role/worker-permissions"}]}""";
        const string Trust =
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::111111111111:role/concourse-worker"},"Condition":{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}}]}""";

        string[] caller = ["--worker-role-arn", "arn:aws:iam::111111111111:role/concourse-worker"];
        (await stage.RunAsync(["test", "--worker-policy", Worker, "--trust-policy", Trust, .. caller, "--context",
            "aws:SourceIp=192.0.2.9"])).Exits(0);
        (await stage.RunAsync(["test", "--worker-policy", Worker, "--trust-policy", Trust, .. caller, "--context",
            "aws:SourceIp=203.0.113.9"])).Exits(4);
        var unknown = await stage.RunAsync("test", "--worker-policy", Worker, "--trust-policy", Trust, "--context",
            "aws:SourceIp=192.0.2.9");
        Assert.NotEqual(0, unknown.ExitCode);
        Assert.Contains("--worker-role-arn", unknown.Output, StringComparison.Ordinal);
        (await stage.RunAsync(["test", .. caller])).Exits(2);
        (await stage.RunAsync("test", "--worker-policy", Worker, "--trust-policy", Trust, "--context", "x")).Exits(2);
        Assert.Empty(stage.Sandbox.Calls);
    }

    [Theory, EachBuild]
    public async Task Test_decides_from_a_plan_and_writes_a_report(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        var plan = Path.Combine(Executable.Repository, "tests", "AssumeRole.Diagnosis.Tests", "Terraform", "Data", "problem.plan.json");
        var report = Path.Combine(stage.Folder, "chain.html");

        (await stage.RunAsync("test", "--terraform-plan", plan, "--report-path", report)).Exits(4);

        Assert.Contains("<svg", await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(stage.Sandbox.Calls);
    }

    [Theory, EachBuild]
    public async Task Test_shows_the_broken_link_and_what_was_not_tried(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Break(faults => faults with { MetadataDisabled = true });

        var run = (await stage.RunAsync("test", "--json")).Exits(5);

        using var document = JsonDocument.Parse(run.Output);
        Assert.Equal(
            [("Environment", "Passed"), ("Metadata", "Failed"), ("InstanceRole", "Skipped"), ("CallerIdentity", "Skipped"), ("Hop", "Skipped")],
            document.RootElement.EnumerateArray()
                .Select(step => (step.GetProperty("Step").GetString()!, step.GetProperty("Status").GetString()!)));
        var broken = document.RootElement[1];
        Assert.Equal("MetadataDisabled", broken.GetProperty("FindingId").GetString());
        foreach (var name in new[] { "Target", "Cause", "Evidence", "Remedy" }) Assert.NotEmpty(broken.GetProperty(name).GetString()!);
        Assert.Equal(
            ["Step", "Target", "Status", "DurationSeconds", "FindingId", "Cause", "Evidence", "Remedy", "Chain", "Candidates"],
            broken.EnumerateObject().Select(property => property.Name));
    }

    [Theory]
    [EachBuild("denied", 4, "AssumeDenied")]
    [EachBuild("malformed", 2, "ArnMalformed")]
    [EachBuild("absent profile", 3, "ProfileMissing")]
    [EachBuild("stale keys", 3, "CredentialsRefused")]
    [EachBuild("metadata off", 5, "MetadataDisabled")]
    [EachBuild("metadata away", 5, "MetadataUnavailable")]
    [EachBuild("throttled", 6, "StsThrottled")]
    [EachBuild("unreachable", 6, "StsUnreachable")]
    public async Task Every_verb_exits_with_the_code_of_its_fault(Build build, string fault, int exitCode, string findingId)
    {
        await using var stage = await Stage.StartAsync(build);
        var arguments = Arrange(stage, fault);

        var test = (await stage.RunAsync(["test", .. arguments])).Exits(exitCode);
        var env = (await stage.RunAsync(["env", .. arguments])).Exits(exitCode);

        Assert.Contains($"{findingId}: ", test.Output, StringComparison.Ordinal);
        Assert.Equal(string.Empty, test.Error);
        Assert.StartsWith($"assumerole: {findingId}: ", Assert.Single(env.ErrorLines), StringComparison.Ordinal);
        Assert.Equal($"(exit {exitCode})\n", env.Output);
    }

    [Theory, EachBuild]
    public async Task Where_nothing_was_found_env_lists_what_was_tried_and_test_names_the_metadata(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Break(faults => faults with { MetadataDisabled = true });

        (await stage.RunAsync("test")).Exits(5);
        var run = (await stage.RunAsync("env")).Exits(3);

        Assert.StartsWith("assumerole: BaseCredentialsMissing: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    private static string[] Arrange(Stage stage, string fault)
    {
        stage.Variables["AWS_CONFIG_FILE"] = stage.Write("config", Config);
        switch (fault)
        {
            case "denied":
                return ["--role-arn", Stage.Denied];
            case "malformed":
                return ["--role-arn", "role/worker-permissions"];
            case "absent profile":
                return ["--profile-name", "absent"];
            case "stale keys":
                return ["--profile-name", "stale"];
            case "metadata off":
                stage.Break(faults => faults with { MetadataDisabled = true });
                return ["--source", "instance"];
            case "metadata away":
                stage.Break(faults => faults with { MetadataUnreachable = true });
                return ["--source", "instance"];
            case "throttled":
                stage.Break(faults => faults with { ThrottledCalls = 100 });
                return [];
            default:
                // Nothing listens on the discard port.
                return ["--endpoint-url", "http://127.0.0.1:9"];
        }
    }
}
