using System.CommandLine;
using AssumeRole.Cli.Options;
using AssumeRole.Cli.Running;
using AssumeRole.Credentials;
using AssumeRole.Findings;

namespace AssumeRole.Cli.Commands;

/// <summary>
/// Prints lines that put a session into a shell. set -e does not end a script whose eval "$(…)" fails inside, so on failure the
/// lines themselves make the shell that evaluates them fail.
/// </summary>
internal static class EnvCommand
{
    private const string Name = "env";

    /// <summary>Makes the evaluating shell fail if this is the verb of a command line that cannot be read.</summary>
    public static void FailEvaluation(ParseResult parsed, Terminal terminal)
    {
        if (parsed.CommandResult.Command.Name != Name) return;
        var isPowerShell = parsed.Tokens.Any(token => token.Value == "powershell");
        terminal.Output.Write(isPowerShell ? "throw 'assumerole: the command line cannot be read.'\n" : $"(exit {ExitCode.Usage})\n");
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
        var command = new Command(Name, "Prints a role's session for eval: eval \"$(assumerole env)\"") { format, reveal };
        options.AddWithCacheTo(command);
        return command.Does(
            terminal,
            async (parsed, cancellationToken) =>
            {
                Verb.CheckReveal(terminal, parsed.GetValue(reveal));
                var session = await Verb.IssueAsync(options, parsed, terminal, cancellationToken).ConfigureAwait(false);
                var lines = CredentialFormatter.Format(session, ToFormat(parsed.GetValue(format)), options.Region(parsed));
                await terminal.Output.WriteLineAsync(lines).ConfigureAwait(false);
                return ExitCode.Success;
            },
            (parsed, finding) => terminal.Output.Write(FailureFor(parsed.GetValue(format), finding)));
    }

    private static CredentialFormat ToFormat(string? name) => name switch
    {
        "powershell" => CredentialFormat.PowerShell,
        "dotenv" => CredentialFormat.Dotenv,
        "json" => CredentialFormat.Json,
        _ => CredentialFormat.Bash,
    };

    private static string FailureFor(string? format, Finding finding) => format switch
    {
        "bash" => $"(exit {ExitCode.For(finding.Kind)})\n",
        "powershell" => $"throw '{Verb.Describe(finding).Replace("'", "''", StringComparison.Ordinal)}'\n",
        _ => string.Empty,
    };
}
