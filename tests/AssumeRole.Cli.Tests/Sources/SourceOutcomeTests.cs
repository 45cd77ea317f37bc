using System.Text.Json;
using AssumeRole.Cli.Tests.Running;
using AssumeRole.Findings;
using AssumeRole.Testing;

namespace AssumeRole.Cli.Tests.Sources;

/// <summary>
/// Every source of credentials in every state: it is used, it is absent and the next one counts, or the task stops. No source that was
/// meant to be an identity is passed over.
/// </summary>
public sealed class SourceOutcomeTests
{
    private static readonly string[] States = ["present", "absent", "half", "malformed", "expired", "unreadable"];

    public static TheoryData<Build, string> Rows => [.. Enum.GetValues<Build>().SelectMany(build => SourceCell.All.Select(ToRow(build)))];

    [Fact]
    public void The_table_has_every_source_in_every_state()
    {
        var missing =
            from source in SourceCell.All.Select(cell => cell.Source).Distinct()
            from state in States
            // The environment can always be read.
            where (source, state) != ("Environment", "unreadable")
            where !SourceCell.All.Any(cell => cell.Source == source && cell.State == state)
            select $"{source}, {state}";

        Assert.Empty(missing);
        Assert.Empty(SourceCell.All.Select(cell => cell.State).Except(States));
        Assert.Equal(SourceCell.All.Count, SourceCell.All.Select(cell => cell.Name).Distinct().Count());
        Assert.Equal(
            Enum.GetNames<Credentials.CredentialSource>().Except(["Auto"]).Order(),
            SourceCell.All.Select(cell => cell.Source.Split(':')[0]).Distinct().Order());
    }

    [Fact]
    public void No_source_is_passed_over_where_the_AWS_CLI_stops() =>
        Assert.DoesNotContain(SourceCell.All, cell => cell is { Outcome: "next", AwsCli: "error" });

    [Theory, MemberData(nameof(Rows))]
    public async Task Env_does_what_the_table_says_and_test_agrees(Build build, string row)
    {
        var cell = SourceCell.All.Single(cell => cell.Name == row);
        await using var machine = new SourceMachine(cell);
        await using var other = new SourceMachine(cell);

        var env = await machine.RunAsync(build, "env");
        var test = await other.RunAsync(build, "test", "--json");

        if (cell.Outcome is "used" or "next")
        {
            env.Exits(0);
            test.Exits(0);
            Assert.Equal([cell.Outcome == "used" ? cell.KeyId : SourceMachine.InstanceKeyId], machine.TaskSigners);
            Assert.Equal(machine.TaskSigners, other.TaskSigners);
            return;
        }

        Assert.Contains($"assumerole: {cell.Outcome}: ", env.Error, StringComparison.Ordinal);
        Assert.Equal($"(exit {env.ExitCode})\n", env.Output);
        if (cell.Outcome is "ProfileInvalid") Assert.Contains(machine.Folder, env.Error, StringComparison.Ordinal);
        if (cell is { Outcome: "ProfileInvalid" or "ProfileMissing", State: not "unreadable" }) Assert.Matches(@"\b(default|base|ci|line \d)\b", env.Error);
        if (cell.Outcome is "VariableInvalid") Assert.Contains(cell.Variables.Keys.Append("AWS_ROLE_ARN"), name => env.Error.Contains(name, StringComparison.Ordinal));
        // Where no source is left, the check knows more of the metadata service than that nothing was there.
        if (cell is { Source: "Instance", Outcome: "BaseCredentialsMissing" }) test.Exits(ExitCode.MetadataUnreachable);
        else Assert.Equal((env.ExitCode, cell.Outcome), (test.ExitCode, FailuresOf(test).First()));
        foreach (var one in new[] { machine, other })
        {
            Assert.DoesNotContain(SourceMachine.InstanceKeyId, one.Signers);
            Assert.DoesNotContain(SourceMachine.SessionKeyId, one.Signers);
        }
    }

    [Fact]
    public async Task The_AWS_CLI_does_what_the_table_says_of_it()
    {
        Assert.SkipWhen(Programs.Find("python3") is null, "There is no python3 on PATH.");
        var whoami = Path.Combine(AppContext.BaseDirectory, "whoami.py");
        var isThere = await RunPythonAsync("{}", "-c", "import botocore");
        Assert.SkipWhen(isThere.ExitCode != 0, "python3 has no botocore, which the AWS CLI is made of.");
        // A relative address is one on the container service's own host.
        var cells = SourceCell.All.Where(cell => !cell.Variables.ContainsKey("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")).ToArray();
        var machines = cells.ToDictionary(cell => cell.Name, cell => new SourceMachine(cell));

        var run = (await RunPythonAsync(JsonSerializer.Serialize(machines.ToDictionary(pair => pair.Key, pair => pair.Value.Variables)), whoami)).Exits(0);

        var answers = JsonSerializer.Deserialize<Dictionary<string, string>>(run.Output)!;
        var differences =
            from cell in cells
            let answer = answers[cell.Name]
            let isNext = cell.Source != "Instance" && machines[cell.Name].Signers is [.., SourceMachine.InstanceKeyId]
            let did = answer != "ok" ? "error" : isNext ? "next" : "used"
            where did != cell.AwsCli
            select $"{cell.Name}: {did} and not {cell.AwsCli} ({answer})";
        Assert.Empty(differences);
        foreach (var machine in machines.Values) await machine.DisposeAsync();
    }

    private static async Task<Run> RunPythonAsync(string input, params string[] arguments)
    {
        using var process = new RunningProcess(
            Programs.Find("python3")!, arguments, new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")! }, Path.GetTempPath(), input);
        return await process.EndAsync();
    }

    private static IEnumerable<string?> FailuresOf(Run test) =>
        from step in JsonSerializer.Deserialize<JsonElement>(test.Output).EnumerateArray()
        where step.GetProperty("Status").GetString() == "Failed"
        select step.GetProperty("FindingId").GetString();

    private static Func<SourceCell, TheoryDataRow<Build, string>> ToRow(Build build) =>
        cell => new(build, cell.Name) { Skip = Executable.Absence(build) ?? Machine.Lacks(Needs.Unix) };
}
