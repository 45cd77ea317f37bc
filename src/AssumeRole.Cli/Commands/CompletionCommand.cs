using System.CommandLine;
using AssumeRole.Cli.Running;
using AssumeRole.Findings;

namespace AssumeRole.Cli.Commands;

/// <summary>Prints a shell's completion script. The script gets the words from the executable.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _assumerole() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(assumerole "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _assumerole assumerole
        """;

    private const string Zsh = """
        _assumerole() {
            local words
            words=("${(@f)$(assumerole "[suggest:${#BUFFER}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a words
        }
        compdef _assumerole assumerole
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName assumerole -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            assumerole "[suggest:$cursorPosition]" "$commandAst" 2>$null |
                Where-Object { $_ -like "$wordToComplete*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }
        """;

    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "pwsh");
        var command = new Command("completion", "Prints the completion script of a shell.") { shell };
        return command.WithErrorHandling(terminal, async (parsed, _) =>
        {
            var script = parsed.GetValue(shell) switch { "zsh" => Zsh, "pwsh" => PowerShell, _ => Bash };
            await terminal.Output.WriteLineAsync(script.ReplaceLineEndings("\n")).ConfigureAwait(false);
            return ExitCode.Success;
        });
    }
}
