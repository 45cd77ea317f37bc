using System.CommandLine;
using AssumeRole.Cli.Options;
using AssumeRole.Cli.Running;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Sessions;

namespace AssumeRole.Cli.Commands;

/// <summary>
/// Prints lines that put a session into a shell. set -e does not end a script whose eval "$(…)" fails inside, so on failure the lines
/// make the evaluating shell fail. A killed process prints no lines: the form in the README adds an exit.
/// </summary>
internal static class EnvCommand
{
    public const string Name = "env";

    /// <summary>
    /// Makes the evaluating shell fail on an invalid command line of this verb, or of none: a misspelt env must stop the task too.
    /// </summary>
    public static void FailEvaluation(ParseResult parsed, Terminal terminal)
    {
        var verb = parsed.CommandResult.Command;
        if (verb.Name != Name && (verb is not RootCommand || terminal.ShowsOutput)) return;
        var words = parsed.Tokens.Select(token => token.Value).Concat(parsed.UnmatchedTokens);
        FailEvaluation(words, ExitCode.Usage, "assumerole: the command line cannot be read.", terminal);
    }

    public static void FailEvaluation(IEnumerable<string> words, int exitCode, string line, Terminal terminal)
    {
        // The option may be in the part that is invalid.
        var shell = words.FirstOrDefault(word => word is "powershell" or "dotenv" or "json") ?? "bash";
        terminal.WriteFailure(FailureFor(shell, exitCode, line));
    }

    public static Command Create(Terminal terminal)
    {
        var options = new RoleOptions();
        var format = new Option<string>("--as")
        {
            Description = "The format: bash, powershell, dotenv or json.",
            DefaultValueFactory = _ => "bash",
        };
        format.AcceptOnlyFromAmong("bash", "powershell", "dotenv", "json");
        var reveal = new Option<bool>("--reveal") { Description = "Prints secrets even onto a terminal." };
        var command = new Command(Name, "Prints a role's session for eval: eval \"$(assumerole env || echo exit $?)\"") { format, reveal };
        options.AddWithCacheTo(command);
        return command.WithErrorHandling(
            terminal,
            async (parsed, cancellationToken) =>
            {
                Verb.CheckReveal(terminal, parsed.GetValue(reveal));
                var session = await Verb.IssueAsync(options, parsed, terminal, cancellationToken).ConfigureAwait(false);
                var kind = Enum.Parse<CredentialFormat>(parsed.GetValue(format)!, ignoreCase: true);
                var lines = CredentialFormatter.Format(session, kind, options.Region(parsed));
                if (kind == CredentialFormat.Json) terminal.WriteJson(lines);
                else terminal.WriteExactly(lines);
                return ExitCode.Success;
            },
            (parsed, exitCode, line) => terminal.WriteFailure(FailureFor(parsed.GetValue(format), exitCode, line)));
    }

    private static string FailureFor(string? format, int exitCode, string line) => format switch
    {
        "bash" => $"(exit {exitCode})\n",
        // In ASCII, which every encoding writes as it is.
        "powershell" => $"throw {QuotedText.ForPowerShell(PlainText.ToAscii(PlainText.CleanLine(line)))}\n",
        _ => string.Empty,
    };
}
