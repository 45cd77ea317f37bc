using System.CommandLine;
using AssumeRole.Cli.Options;
using AssumeRole.Cli.Running;
using AssumeRole.Endpoint;
using AssumeRole.Findings;
using AssumeRole.Http;
using AssumeRole.Sessions;

namespace AssumeRole.Cli.Commands;

/// <summary>Runs another program in place of this one, with a role in its environment. Failures of the verb itself exit with 125 to 127, as in env(1).</summary>
internal static class ExecCommand
{
    public const string Name = "exec";
    public const int OwnFailure = 125;
    public const int NotExecutable = 126;
    public const int NotFound = 127;

    public static Command Create(Terminal terminal)
    {
        var options = new RoleOptions();
        var keepFresh = new Option<bool>("--keep-fresh")
        {
            Description = "Renews the session as long as the program runs, which gets the address of an endpoint instead of keys.",
        };
        var words = new Argument<string[]>("command") { Description = "The program and its arguments, after --.", Arity = ArgumentArity.OneOrMore };
        // A misspelt option must not be taken for a program.
        words.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: ['-', ..] } first, ..]) result.AddError($"There is no option {first.Value}.");
        });
        var command = new Command(Name, "Runs a program with a role: assumerole exec -- terraform apply") { words, keepFresh };
        options.AddWithCacheTo(command);
        return command.WithErrorHandling(
            terminal,
            async (parsed, cancellationToken) =>
            {
                var program = parsed.GetValue(words)!;
                if (parsed.GetValue(keepFresh))
                    return await KeepFreshAsync(program, options, parsed, terminal, cancellationToken).ConfigureAwait(false);
                var session = await Verb.IssueAsync(options, parsed, terminal, cancellationToken).ConfigureAwait(false);
                var changes = SessionVariables.For(session, options.Region(parsed), new ProcessEnvironmentVariables().Names);
                return await ProgramReplacement.RunAsync(program, changes, cancellationToken).ConfigureAwait(false);
            },
            exitCode: id => id switch
            {
                nameof(FindingCatalogue.CommandMissing) => NotFound,
                nameof(FindingCatalogue.CommandNotExecutable) => NotExecutable,
                _ => OwnFailure,
            });
    }

    private static async Task<int> KeepFreshAsync(
        IReadOnlyList<string> program, RoleOptions options, ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        if (options.UsesFiles(parsed))
        {
            throw FindingCatalogue.ParameterConflict.Error(
                "--cache", "--cache and --keep-fresh were given.", "A session that is renewed is in no file.", "Leave --cache out.");
        }

        var request = Verb.Plan(options, parsed, terminal);
        var isVerbose = options.IsVerbose(parsed);
        using var signals = ChildProgram.Listen();
        var limit = DescriptorLimit.Raise();
        using var log = StandardError.OpenLog(TimeProvider.System);
        var kept = await KeepFreshEndpoint.StartAsync(
            request,
            () => Verb.CreateIssuer(terminal, isVerbose, log: log.Add),
            TimeProvider.System,
            happened =>
            {
                if (isVerbose) log.Add(happened.ToJson());
            },
            cancellationToken).ConfigureAwait(false);
        await using var stopped = kept.ConfigureAwait(false);
        var variables = new ProcessEnvironmentVariables();
        var changes = kept.VariablesFor(variables, variables.Names, options.Region(parsed));
        return await ChildProgram.RunAsync(program, changes, signals, limit, cancellationToken).ConfigureAwait(false);
    }
}
