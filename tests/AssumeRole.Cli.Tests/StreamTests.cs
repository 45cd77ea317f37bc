using AssumeRole.Cli.Running;
using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests;

/// <summary>
/// Every verb with each standard stream closed or full: its exit code is a documented one, no signal ends it, and no line for people is on
/// standard output, which a shell may evaluate. A verb that is added needs a row.
/// </summary>
public sealed class StreamTests
{
    private const int LowestSignal = 128;

    // What the verb is given, and its exit code where all can be written, where standard output cannot.
    private static readonly (string Verb, string Arguments, int Well, int Unwritten)[] Rows =
    [
        ("env", "", 0, 1),
        ("env", "--as powershell", 0, 1),
        ("env", "--as json --verbose", 0, 1),
        ("env", $"--role-arn {Stage.Denied}", 4, 4),
        ("env", "--region", 2, 2),
        ("exec", "-- true", 0, 0),
        ("exec", "--keep-fresh --verbose -- true", 0, 0),
        ("exec", $"--role-arn {Stage.Denied} -- true", 125, 125),
        ("exec", "--bogus", 125, 125),
        ("exec", "-- no-such-program", 127, 127),
        ("credential-process", "--verbose", 0, 1),
        ("credential-process", "--role-arn x", 2, 2),
        ("whoami", "--verbose", 0, 1),
        ("whoami", "--profile-name none", 3, 3),
        ("test", "--verbose", 0, 1),
        ("test", $"--role-arn {Stage.Denied}", 4, 1),
        ("serve", "--role-arn x", 2, 2),
        ("serve", "", Ended, 1),
        ("rotate", "", 2, 2),
        ("rotate", "--team team.json --store file --folder secrets", 0, 1),
        ("sandbox", "--world none.json", 1, 1),
        ("sandbox", "", Ended, 1),
        ("demo", "", 0, 1),
        ("completion", "bash", 0, 1),
        ("completion", "nix", 2, 2),
        ("man", "", 0, 1),
    ];

    // The verb runs until SIGTERM, and then exits with 0.
    private const int Ended = -1;

    // The redirections, and which of the streams cannot be written.
    private static readonly (string Words, bool Output, bool Error)[] Redirections =
    [
        ("<&-", false, false),
        (">&-", true, false),
        ("2>&-", false, true),
        ("<&- 2>&-", false, true),
        ("<&- >&-", true, false),
        (">&- 2>&-", true, true),
        ("<&- >&- 2>&-", true, true),
        (">/dev/full", true, false),
        ("2>/dev/full", false, true),
        (">/dev/full 2>&1", true, true),
        ("</dev/full >/dev/full 2>&-", true, true),
    ];

    [Fact]
    public void Every_verb_has_a_row() => Assert.Equal(
        Program.CreateRoot(Terminal.ForProcess()).Subcommands.Select(command => command.Name).Order(StringComparer.Ordinal),
        Rows.Select(row => row.Verb).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Fact]
    public void Lines_end_in_a_line_feed_on_every_system()
    {
        using var output = new StandardOutput(CancellationToken.None);
        using var error = new StandardError();

        Assert.Equal(("\n", "\n"), (output.NewLine, error.NewLine));
    }

    [Theory]
    [EachBuild("env", Needs = Needs.Linux)]
    [EachBuild("exec", Needs = Needs.Linux)]
    [EachBuild("credential-process", Needs = Needs.Linux)]
    [EachBuild("whoami", Needs = Needs.Linux)]
    [EachBuild("test", Needs = Needs.Linux)]
    [EachBuild("serve", Needs = Needs.Linux)]
    [EachBuild("rotate", Needs = Needs.Linux)]
    [EachBuild("sandbox", Needs = Needs.Linux)]
    [EachBuild("demo", Needs = Needs.Linux)]
    [EachBuild("completion", Needs = Needs.Linux)]
    [EachBuild("man", Needs = Needs.Linux)]
    public async Task A_stream_that_is_closed_or_full_costs_its_own_lines_only(Build build, string verb)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Write("team.json", $$"""{"name": "a", "accounts": [{"name": "b", "roleArn": "{{Stage.Role}}"}]}""");
        // The default duration's notice is a line for people, where there is one.
        stage.Variables.Remove("aws_assume_role_duration");
        foreach (var (_, arguments, well, unwritten) in Rows.Where(row => row.Verb == verb))
        {
            foreach (var (words, output, error) in Redirections)
            {
                var what = $"assumerole {verb} {arguments} {words}";
                var expected = output ? unwritten : well;

                var run = await RunAsync(stage, $"{verb} {arguments}", words, expected == Ended);

                Assert.True(run.ExitCode < LowestSignal, $"{what} was ended by a signal: {run.ExitCode}\n{run.Error}");
                Assert.True(run.ExitCode == Math.Max(expected, 0), $"{what} exited with {run.ExitCode}\n{run.Output}\n{run.Error}");
                Assert.False(IsForPeople(run.Output), $"{what} says for machines:\n{run.Output}");
                if (output) Assert.True(run.Output.Length == 0, $"{what} wrote\n{run.Output}");
                if (error) Assert.True(run.Error.Length == 0, $"{what} said\n{run.Error}");
                Assert.False(run.Error.Contains("AWS_SECRET_ACCESS_KEY", StringComparison.Ordinal), $"{what} said a secret");
            }
        }
    }

    /// <summary>Whether lines of standard output are such as belong to standard error.</summary>
    private static bool IsForPeople(string output) =>
        output.Split('\n').Any(line => line.StartsWith("assumerole: ", StringComparison.Ordinal)
            || line.StartsWith("The sandbox listens", StringComparison.Ordinal)
            || line.StartsWith("{\"time\"", StringComparison.Ordinal)
            || line.Contains(Stage.DurationLine, StringComparison.Ordinal));

    private static async Task<Run> RunAsync(Stage stage, string line, string redirections, bool isToEnd)
    {
        using var process = stage.StartProgram("/bin/sh", "-c", $"exec assumerole {line} {redirections}");
        if (!isToEnd) return await process.EndAsync();
        // Its first line says that it runs.
        var first = await process.ReadLineAsync();
        await process.SignalAsync("TERM");
        var run = await process.EndAsync();
        return run with { Output = $"{first}\n{run.Output}" };
    }
}
