using System.CommandLine;
using AssumeRole.Cli.Options;
using AssumeRole.Cli.Running;
using AssumeRole.Findings;
using AssumeRole.Sessions;

namespace AssumeRole.Cli.Commands;

/// <summary>Becomes another program, with a role in its environment. Its own failures exit with 125 to 127, as env(1)'s do.</summary>
internal static class ExecCommand
{
    public const string Name = "exec";
    public const int OwnFailure = 125;
    public const int NotExecutable = 126;
    public const int NotFound = 127;

    public static Command Create(Terminal terminal)
    {
        var options = new RoleOptions();
        var words = new Argument<string[]>("command") { Description = "The program and its arguments, after --.", Arity = ArgumentArity.OneOrMore };
        // A misspelt option must not be taken for a program.
        words.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: ['-', ..] } first, ..]) result.AddError($"There is no option {first.Value}.");
        });
        var command = new Command(Name, "Runs a program with a role: assumerole exec -- terraform apply") { words };
        options.AddWithCacheTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var session = await Verb.IssueAsync(options, parsed, terminal, cancellationToken).ConfigureAwait(false);
                var changes = SessionVariables.For(session, options.Region(parsed), new ProcessEnvironmentVariables().Names);
                return await ProgramReplacement.RunAsync(parsed.GetValue(words)!, changes, cancellationToken).ConfigureAwait(false);
            }
            catch (AssumeRoleException error)
            {
                terminal.Say(Verb.Describe(error.Finding));
                return error.Finding.Id switch
                {
                    nameof(FindingCatalogue.CommandMissing) => NotFound,
                    nameof(FindingCatalogue.CommandNotExecutable) => NotExecutable,
                    _ => OwnFailure,
                };
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The program has not begun.
                terminal.Say(Verb.Ended);
                return OwnFailure;
            }
        });
        return command;
    }
}
