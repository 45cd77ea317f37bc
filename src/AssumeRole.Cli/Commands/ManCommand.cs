using System.CommandLine;
using System.Globalization;
using System.Text;
using AssumeRole.Cli.Running;
using AssumeRole.Findings;

namespace AssumeRole.Cli.Commands;

/// <summary>Prints the man page, from the same commands and options as --help, which does not list the verb. The release has it.</summary>
internal static class ManCommand
{
    private static readonly (string Code, string Meaning)[] ExitCodes =
    [
        (Number(ExitCode.Success), "All went well."),
        (Number(ExitCode.Other), "Any other fault."),
        (Number(ExitCode.Usage), "The command line or a variable is wrong; nothing was sent."),
        (Number(ExitCode.NoBaseCredentials), "No credentials to start from, or AWS refuses them."),
        (Number(ExitCode.Denied), "AWS denies the role."),
        (Number(ExitCode.MetadataUnreachable), "The instance metadata service cannot be used."),
        (Number(ExitCode.Unavailable), "STS throttles, cannot serve or cannot be reached."),
        ("130", "Ended by Ctrl+C or SIGTERM."),
        ("125, 126, 127", "From exec only: no role, or a wrong command line; the program cannot be run; there is no such program."),
    ];

    public static Command Create(Terminal terminal)
    {
        var command = new Command("man", "Prints the man page.") { Hidden = true };
        return command.WithErrorHandling(terminal, async (parsed, _) =>
        {
            await terminal.Output.WriteAsync(Write(parsed.RootCommandResult.Command)).ConfigureAwait(false);
            return ExitCode.Success;
        });
    }

    private static string Write(Command root)
    {
        var verbs = root.Subcommands.Where(verb => !verb.Hidden).ToArray();
        var shared = verbs
            .SelectMany(verb => Options(verb).Select(option => (Verb: verb, Option: option)))
            .GroupBy(use => (use.Option.Name, use.Option.Description))
            .Where(uses => uses.Count() > 1)
            .ToArray();
        var sharedNames = shared.Select(uses => uses.Key).ToHashSet();

        var page = new StringBuilder();
        var version = typeof(ManCommand).Assembly.GetName().Version!.ToString(fieldCount: 3);
        Line(page, $".TH ASSUMEROLE 1 \"\" \"assumerole {version}\"");
        Section(page, "NAME");
        Line(page, "assumerole \\- " + Escape(root.Description));
        Section(page, "SYNOPSIS");
        foreach (var verb in verbs)
        {
            Line(page, $"\\fBassumerole {Escape(verb.Name)}\\fR [\\fIoptions\\fR]{string.Concat(verb.Arguments.Select(Argument))}");
            Line(page, ".br");
        }

        Section(page, "VERBS");
        Line(page, "Options that several verbs share are listed once, below.");
        foreach (var verb in verbs)
        {
            Line(page, $".SS {Escape(verb.Name)}");
            Line(page, Escape(verb.Description));
            foreach (var option in Options(verb).Where(option => !sharedNames.Contains((option.Name, option.Description))))
                Describe(page, option);
        }

        Section(page, "SHARED OPTIONS");
        foreach (var uses in shared)
            Describe(page, uses.First().Option, $" ({string.Join(", ", uses.Select(use => use.Verb.Name))})");
        Section(page, "EXIT STATUS");
        foreach (var (code, meaning) in ExitCodes)
        {
            Line(page, ".TP");
            Line(page, $"\\fB{code}\\fR");
            Line(page, Escape(meaning));
        }

        return page.ToString();
    }

    private static IEnumerable<Option> Options(Command verb) => verb.Options.Where(option => !option.Hidden && option.Name != "--help");

    private static string Argument(Argument argument) =>
        argument.Arity.MaximumNumberOfValues > 1 ? $" \\-\\- \\fI{Escape(argument.Name)}\\fR ..." : $" \\fI{Escape(argument.Name)}\\fR";

    private static void Describe(StringBuilder page, Option option, string suffix = "")
    {
        var spellings = option.Aliases.Append(option.Name).Order(StringComparer.Ordinal);
        var names = string.Join(", ", spellings.Select(name => $"\\fB{Escape(name)}\\fR"));
        var value = option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool)
            ? $" \\fI{Escape(option.HelpName ?? option.Name.TrimStart('-'))}\\fR"
            : string.Empty;
        Line(page, ".TP");
        Line(page, names + value);
        Line(page, Escape(option.Description + suffix));
    }

    private static void Section(StringBuilder page, string name) => Line(page, ".SH " + name);

    // A line's end as the page has it everywhere, on Windows too.
    private static void Line(StringBuilder page, string text) => page.Append(text).Append('\n');

    // A dot or an apostrophe at the start of a line would be a request.
    private static string Escape(string? text)
    {
        var escaped = string.Concat((text ?? string.Empty).Select(letter => letter switch
        {
            '\\' => "\\e",
            '-' => "\\-",
            > '~' => $"\\[u{(int)letter:X4}]",
            _ => letter.ToString(),
        }));
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? "\\&" + escaped : escaped;
    }

    private static string Number(int code) => code.ToString(CultureInfo.InvariantCulture);
}
