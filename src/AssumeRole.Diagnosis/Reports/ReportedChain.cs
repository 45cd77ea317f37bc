using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>One chain of a report, from the worker to the role that it ends in.</summary>
/// <param name="Target">The ARN of that role, or what was given for it; empty where no step names one.</param>
/// <param name="Steps">Its steps in their order, those that it shares with other chains too.</param>
public sealed record ReportedChain(string Target, IReadOnlyList<ChainStep> Steps)
{
    /// <summary>What its steps come to.</summary>
    public ChainVerdict Verdict => VerdictOf(Steps);

    /// <summary>The first link that is broken or undecided, or null if all hold.</summary>
    public ChainStep? BrokenAt =>
        Steps.FirstOrDefault(step => step.Status == ChainStepStatus.Failed)
        ?? Steps.FirstOrDefault(step => step.Status == ChainStepStatus.Indeterminate);

    /// <summary>What steps come to. A chain of which nothing was tried is undecided.</summary>
    internal static ChainVerdict VerdictOf(IReadOnlyList<ChainStep> steps)
    {
        if (Any(ChainStepStatus.Failed)) return ChainVerdict.Broken;
        if (Any(ChainStepStatus.Indeterminate) || steps.All(step => step.Status == ChainStepStatus.Skipped)) return ChainVerdict.Undecided;
        return Any(ChainStepStatus.Warning) ? ChainVerdict.Warned : ChainVerdict.Holds;

        bool Any(ChainStepStatus status) => steps.Any(step => step.Status == status);
    }
}
