using System.CommandLine;
using AssumeRole.Cli.Options;
using AssumeRole.Cli.Running;
using AssumeRole.Credentials;
using AssumeRole.Findings;

namespace AssumeRole.Cli.Commands;

/// <summary>
/// Prints lines that put a session into a shell. set -e does not end a script whose eval "$(…)" fails inside, so on failure the
/// lines themselves make the shell that evaluates them fail. A process that is killed prints none: the README's form adds an exit.
/// </summary>
internal static class EnvCommand
{
    public const string Name = "env";

    /// <summary>
    /// Makes the evaluating shell fail on a command line that cannot be read, if this is its verb, or if it has none: a misspelt
    /// env must stop the task too.
    /// </summary>
    public static void FailEvaluation(ParseResult parsed, Terminal terminal)
    {
        var verb = parsed.CommandResult.Command;
        if (verb.Name != Name && (verb is not RootCommand || terminal.ShowsOutput)) return;
        var words = parsed.Tokens.Select(token => token.Value).Concat(parsed.UnmatchedTokens);
        FailEvaluation(words, ExitCode.Usage, "assumerole: the command line cannot be read.", terminal);
    }

    /// <summary>The same for a command line of which no more is known than its words.</summary>
    public static void FailEvaluation(IEnumerable<string> words, int exitCode, string line, Terminal terminal)
    {
        // The option may stand in the part that could not be read.
        var shell = words.FirstOrDefault(word => word is "powershell" or "dotenv" or "json") ?? "bash";
        terminal.Fail(FailureFor(shell, exitCode, line));
    }

    public static Command Create(Terminal terminal)
    {
        var options = new RoleOptions();
        var format = new Option<string>("--as")
        {
            Description = "For whom: bash, powershell, dotenv or json.",
            DefaultValueFactory = _ => "bash",
        };
        format.AcceptOnlyFromAmong("bash", "powershell", "dotenv", "json");
        var reveal = new Option<bool>("--reveal") { Description = "Prints secrets even onto a terminal." };
        var command = new Command(Name, "Prints a role's session for eval: eval \"$(assumerole env || echo exit $?)\"") { format, reveal };
        options.AddWithCacheTo(command);
        return command.Does(
            terminal,
            async (parsed, cancellationToken) =>
            {
                Verb.CheckReveal(terminal, parsed.GetValue(reveal));
                var session = await Verb.IssueAsync(options, parsed, terminal, cancellationToken).ConfigureAwait(false);
                var lines = CredentialFormatter.Format(session, ToFormat(parsed.GetValue(format)), options.Region(parsed));
                terminal.Hand(lines);
                return ExitCode.Success;
            },
            (parsed, exitCode, line) => terminal.Fail(FailureFor(parsed.GetValue(format), exitCode, line)));
    }

    private static CredentialFormat ToFormat(string? name) => name switch
    {
        "powershell" => CredentialFormat.PowerShell,
        "dotenv" => CredentialFormat.Dotenv,
        "json" => CredentialFormat.Json,
        _ => CredentialFormat.Bash,
    };

    private static string FailureFor(string? format, int exitCode, string line) => format switch
    {
        "bash" => $"(exit {exitCode})\n",
        // In ASCII, which every encoding writes as it is.
        "powershell" => $"throw {QuotedText.ForPowerShell(PlainText.ToAscii(PlainText.CleanLine(line)))}\n",
        _ => string.Empty,
    };
}
