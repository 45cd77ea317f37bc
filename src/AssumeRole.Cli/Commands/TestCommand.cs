using System.CommandLine;
using System.Runtime.CompilerServices;
using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Cli.Options;
using AssumeRole.Cli.Running;
using AssumeRole.Findings;
using AssumeRole.Reports;

namespace AssumeRole.Cli.Commands;

/// <summary>Walks the chains and reports each link; exits with the code of the first one that is broken.</summary>
internal static class TestCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new RoleOptions();
        var checks = new CheckOptions();
        var command = new Command("test", "Walks the chain from the worker's identity to a role and reports each link.");
        checks.AddTo(command);
        options.AddWithSeveralRolesTo(command);
        return command.Does(terminal, async (parsed, cancellationToken) =>
        {
            if (checks.ReportPath(parsed) is { } path) ChainReportFile.Check(path);
            var steps = new List<ChainStep>();
            await foreach (var step in WalkAsync(options, checks, parsed, terminal, cancellationToken).ConfigureAwait(false))
            {
                if (!checks.IsJson(parsed))
                    await terminal.Output.WriteLineAsync(StepLines.FormatAfter(steps.LastOrDefault(), step, terminal)).ConfigureAwait(false);
                steps.Add(step);
            }

            if (checks.IsJson(parsed)) await terminal.Output.WriteLineAsync(JsonLines.Steps(steps)).ConfigureAwait(false);
            if (checks.ReportPath(parsed) is { } report)
                ChainReportFile.Write(report, new ChainReport(steps, checks.Describe(options.RoleArns(parsed), parsed), TimeProvider.System.GetUtcNow()));
            return steps.Find(step => step.Status.IsBroken()) is { } broken
                ? ExitCode.For(FindingCatalogue.All.First(kind => kind.Id == broken.FindingId))
                : ExitCode.Success;
        });
    }

    private static async IAsyncEnumerable<ChainStep> WalkAsync(
        RoleOptions options,
        CheckOptions checks,
        ParseResult parsed,
        Terminal terminal,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var variables = ProcessState.Environment.BeforeRoles;
        var documents = checks.Documents(parsed);
        documents.Check();
        if (documents.IsAsked)
        {
            var found = await new DocumentCheck(TimeProvider.System, variables)
                .CheckAsync(documents, options.RoleArns(parsed), role => options.Ask(parsed, role), cancellationToken).ConfigureAwait(false);
            foreach (var step in found) yield return step;
            yield break;
        }

        var plan = CheckPlan<SessionRequest>.For(options.RoleArns(parsed), role => options.Plan(parsed, variables, role));
        foreach (var step in plan.Unplanned) yield return step;
        if (plan.Chains.Count == 0) yield break;
        using var issuer = Verb.CreateIssuer(terminal, options.IsVerbose(parsed));
        var request = new ChainCheckRequest(plan.Chains) { Detailed = checks.IsDetailed(parsed), Machine = MachineFacts.Read() };
        await foreach (var step in new WorkerChainCheck(issuer, TimeProvider.System).WalkAsync(request, cancellationToken).ConfigureAwait(false))
            yield return step;
    }
}
