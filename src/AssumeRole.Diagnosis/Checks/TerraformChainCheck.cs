using System.Globalization;
using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Sessions;
using AssumeRole.Terraform;

namespace AssumeRole.Checks;

/// <summary>
/// Walks from the instance profile of a Terraform plan or state to the roles that the worker is to assume, by the policies in the
/// file, before or after they are applied. Nothing is sent anywhere.
/// </summary>
/// <param name="time">The clock for conditions on the time of the call.</param>
/// <param name="variables">The environment to take the defaults of a call from.</param>
public sealed class TerraformChainCheck(TimeProvider time, IEnvironmentVariables variables)
{
    /// <summary>More than these are named, not walked: such a file wants -RoleArn.</summary>
    private const int MaximumWalks = 100;

    private const int MaximumWorkers = 20;

    /// <summary>Walks. Faults of the file are steps like any other.</summary>
    /// <param name="request">The file and the roles.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public IReadOnlyList<ChainStep> Check(TerraformChainRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            return Check(TerraformReader.ReadFile(request.Path), request, cancellationToken);
        }
        catch (AssumeRoleException error)
        {
            return Cleaned([ChainStep.Failed(ChainStepName.Terraform, error.Finding, TimeSpan.Zero)]);
        }
    }

    /// <summary>Walks in a file that was read.</summary>
    /// <param name="document">The file.</param>
    /// <param name="request">What to walk; its path names the file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal IReadOnlyList<ChainStep> Check(
        TerraformDocument document, TerraformChainRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(request);
        var resolver = new TerraformResolver(document);
        var grants = new TerraformGrants(document, resolver);
        var accounts = TerraformAccounts.Of(document, resolver);
        var roles = new TerraformRoles(document, resolver, grants);
        var found = new TerraformWorkers(document, resolver, grants);
        var workers = found.Find();
        if (TerraformOverview.WhyNoWorker(request.Path, document, workers, found) is { } missing)
            return Cleaned([ChainStep.Failed(ChainStepName.Terraform, missing, TimeSpan.Zero)]);

        List<ChainStep> steps = [TerraformOverview.Step(request.Path, document, workers, roles, accounts)];
        var walk = new TerraformWalk(roles, accounts, new RoleDecision(time), request, variables);
        var lint = new TerraformLint(document.Kind);
        var selection = new TerraformSelection(roles, accounts, workers, request);
        var left = MaximumWalks;
        foreach (var worker in workers.Where(item => item.Role is not null).DistinctBy(item => item.Role!.Address).Take(MaximumWorkers))
        {
            cancellationToken.ThrowIfCancellationRequested();
            steps.Add(walk.Worker(worker));
            var targets = selection.Targets(worker.Role!, out var faults);
            foreach (var target in targets)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (left-- <= 0) break;
                var walked = walk.Roles(worker.Role!, target);
                steps.AddRange(lint.Check(walked));
                steps.AddRange(lint.FindRefused(walked) is { } refused ? [Undecided(walked, refused)] : walk.Chain(worker.Role!, target));
            }

            steps.AddRange(faults.Where(fault => !steps.Contains(fault)));
        }

        if (left < 0)
        {
            var limit = MaximumWalks.ToString(CultureInfo.InvariantCulture);
            steps.Add(ChainStep.Skipped(ChainStepName.Decision, request.Path, $"Only the first {limit} walks are shown: name the role with -RoleArn."));
        }

        return Cleaned(steps);
    }

    private static ChainStep Undecided(IReadOnlyList<TerraformRole> walked, TerraformPolicy refused)
    {
        var role = walked[^1].Arn.ToString();
        return ChainStep.Skipped(ChainStepName.Decision, role, $"Not decided: AWS refuses {refused.Address} as it stands.") with { Chain = role };
    }

    /// <summary>Names and addresses of a file that somebody else made may hold what moves a terminal's cursor.</summary>
    private static IReadOnlyList<ChainStep> Cleaned(IReadOnlyList<ChainStep> steps) =>
    [
        .. steps.Select(step => step with
        {
            Target = PlainText.Clean(step.Target),
            Chain = PlainText.Clean(step.Chain),
            Cause = PlainText.Clean(step.Cause),
            Evidence = PlainText.Clean(step.Evidence),
            Remedy = PlainText.Clean(step.Remedy),
            Candidates =
            [
                .. step.Candidates.Select(item => item with { Evidence = PlainText.Clean(item.Evidence), Remedy = PlainText.Clean(item.Remedy) }),
            ],
        }),
    ];
}
