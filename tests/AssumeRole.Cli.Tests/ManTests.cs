using System.Text.RegularExpressions;
using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests;

/// <summary>assumerole man, which the release writes the man page with.</summary>
public sealed class ManTests
{
    [Theory, EachBuild]
    public async Task Every_verb_and_option_of_the_help_is_in_the_page(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var page = (await stage.RunAsync("man")).Exits(0).Output.Replace("\\-", "-", StringComparison.Ordinal);

        foreach (var verb in Words((await stage.RunAsync("--help")).Output.Split("Commands:")[1]))
        {
            Assert.Contains($"\n.SS {verb}\n", page, StringComparison.Ordinal);
            var help = (await stage.RunAsync(verb, "--help")).Output;
            if (!help.Contains("Options:", StringComparison.Ordinal)) continue;
            foreach (var option in Words(help.Split("Options:")[1]).Where(option => option.StartsWith("--", StringComparison.Ordinal)))
                Assert.Contains($"\\fB{option}\\fR", page, StringComparison.Ordinal);
        }
    }

    [Theory, EachBuild]
    public async Task Its_exit_codes_mean_what_the_README_says(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        var readme = await File.ReadAllTextAsync(Path.Combine(Executable.Repository, "README.md"), TestContext.Current.CancellationToken);

        var section = (await stage.RunAsync("man")).Exits(0).Output.Split(".SH EXIT STATUS")[1];
        var rows = Regex.Matches(section, @"\\fB(\d+)\\fR\n(.+)").Select(row => row.Result("| $1 | $2")).ToArray();

        Assert.Equal(8, rows.Length);
        Assert.All(rows, row => Assert.Contains(row, readme, StringComparison.Ordinal));
    }

    // The first word of each line that is indented by two: a verb or an option.
    private static IEnumerable<string> Words(string help) => help.Split('\n')
        .Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line.Length > 2 && line[2] != ' ')
        .Select(line => line.Trim().Split(' ', ',')[0]);
}
