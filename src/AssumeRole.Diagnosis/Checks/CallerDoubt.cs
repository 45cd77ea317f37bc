using AssumeRole.Chains;
using AssumeRole.Findings;

namespace AssumeRole.Checks;

/// <summary>Joins the decisions for everybody who may be the worker: where they agree it does not matter who it is.</summary>
internal static class CallerDoubt
{
    /// <summary>The decisions, action by action.</summary>
    /// <param name="callers">Who may be the worker.</param>
    /// <param name="decisions">For each of them the decisions, in the same order.</param>
    public static IReadOnlyList<ChainStep> Join(
        IReadOnlyList<OfflineCaller> callers, IReadOnlyList<IReadOnlyList<ChainStep>> decisions) =>
        [.. decisions[0].Select((_, action) => Join(callers, [.. decisions.Select(steps => steps[action])]))];

    private static ChainStep Join(IReadOnlyList<OfflineCaller> callers, IReadOnlyList<ChainStep> steps)
    {
        if (steps.All(step => step.Status == steps[0].Status)) return Agreed(steps);
        var finding = FindingCatalogue.ContextMissing.For(
            steps[0].Target,
            string.Join(' ', steps.Select(step => $"{step.Status}: {step.Evidence}")),
            "The decision depends on who the worker is, and the trust policy lets in more than one.",
            callers.Any(caller => caller.Principal.Name.Contains("/<session>", StringComparison.Ordinal) && !caller.IsNameless)
                && callers.Select(caller => caller.Principal.RoleArn).Distinct().Count() == 1
                ? "Name the role in the trust policy rather than one of its sessions."
                : "Name the worker's role with -Context @{ 'aws:PrincipalArn' = '<its ARN>' }.");
        return ChainStep.Found(steps[0].Step, ChainStepStatus.Indeterminate, finding, TimeSpan.Zero) with { Chain = steps[0].Chain };
    }

    /// <summary>All say the same; why they do may still depend on who it is.</summary>
    private static ChainStep Agreed(IReadOnlyList<ChainStep> steps)
    {
        string Causes(ChainStep step) => string.Join(',', step.Candidates.Select(candidate => candidate.Cause));
        if (steps.All(step => Causes(step) == Causes(steps[0]))) return steps[0];
        return steps[0] with { Candidates = [.. steps[0].Candidates.Select(candidate => candidate with { IsCertain = false })] };
    }
}
