using System.CommandLine;
using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Cli.Options;
using AssumeRole.Cli.Running;
using AssumeRole.Findings;

namespace AssumeRole.Cli.Commands;

/// <summary>Walks the chain and reports each link; exits with the code of the first one that is broken.</summary>
internal static class TestCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new RoleOptions();
        var json = new Option<bool>("--json") { Description = "As a JSON array." };
        var command = new Command("test", "Walks the chain from the worker's identity to a role and reports each link.") { json };
        options.AddTo(command);
        return command.Does(terminal, async (parsed, cancellationToken) =>
        {
            var steps = new List<ChainStep>();
            await foreach (var step in WalkAsync(options, parsed, terminal, cancellationToken).ConfigureAwait(false))
            {
                steps.Add(step);
                if (!parsed.GetValue(json)) await terminal.Output.WriteLineAsync(StepLines.Format(step)).ConfigureAwait(false);
            }

            if (parsed.GetValue(json)) await terminal.Output.WriteLineAsync(JsonLines.Steps(steps)).ConfigureAwait(false);
            return steps.Find(step => step.Status is ChainStepStatus.Failed or ChainStepStatus.Indeterminate) is { } broken
                ? ExitCode.For(FindingCatalogue.All.First(kind => kind.Id == broken.FindingId))
                : ExitCode.Success;
        });
    }

    private static async IAsyncEnumerable<ChainStep> WalkAsync(
        RoleOptions options,
        ParseResult parsed,
        Terminal terminal,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var issuer = Verb.CreateIssuer(terminal, options.IsVerbose(parsed));
        SessionRequest? request = null;
        Finding? unplanned = null;
        try
        {
            request = options.Plan(parsed, ProcessState.Environment.BeforeRoles);
        }
        catch (AssumeRoleException error)
        {
            unplanned = error.Finding;
        }

        if (unplanned is not null)
        {
            foreach (var step in WorkerChainCheck.ReportUnplanned(unplanned)) yield return step;
            yield break;
        }

        await foreach (var step in new WorkerChainCheck(issuer, TimeProvider.System).WalkAsync(request!, cancellationToken).ConfigureAwait(false))
            yield return step;
    }
}
