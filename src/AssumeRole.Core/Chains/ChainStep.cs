using AssumeRole.Findings;

namespace AssumeRole.Chains;

/// <summary>One link of a chain and how it was found, flat so that it can be filtered, sorted and exported.</summary>
/// <param name="Step">One of <see cref="ChainStepName"/>.</param>
/// <param name="Target">What was tried: an address, a role's name, an ARN.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="FindingId">The fault's id in the catalogue, or empty.</param>
/// <param name="Cause">What is wrong, or why the step was skipped, or empty.</param>
/// <param name="Evidence">What was seen. Never a secret.</param>
/// <param name="Remedy">What to do next, or empty.</param>
public sealed record ChainStep(
    string Step,
    string Target,
    ChainStepStatus Status,
    TimeSpan Duration,
    string FindingId,
    string Cause,
    string Evidence,
    string Remedy)
{
    private readonly DenialCandidate[] candidates = [];

    /// <summary>The ARN of the role that the chain of this step ends in; empty for a step that all chains share.</summary>
    public string Chain { get; init; } = string.Empty;

    /// <summary>What a denial may come from, the best supported first; empty for any other step.</summary>
    public IReadOnlyList<DenialCandidate> Candidates
    {
        get => candidates;
        // As an array: PowerShell cannot index the compiler's own read-only lists.
        init => candidates = value.ToArray();
    }

    /// <summary>The step with each text mapped that may quote a user, a file or AWS: all but its name and its finding's id.</summary>
    internal ChainStep WithTexts(Func<string, string> map) => this with
    {
        Target = map(Target),
        Cause = map(Cause),
        Evidence = map(Evidence),
        Remedy = map(Remedy),
        Chain = map(Chain),
        Candidates = [.. Candidates.Select(item => item with { Evidence = map(item.Evidence), Remedy = map(item.Remedy) })],
    };

    internal static ChainStep Passed(string step, string target, string evidence, TimeSpan duration = default) =>
        new(step, target, ChainStepStatus.Passed, duration, string.Empty, string.Empty, evidence, string.Empty);

    internal static ChainStep Failed(string step, Finding finding, TimeSpan duration = default) =>
        Found(step, ChainStepStatus.Failed, finding, duration);

    internal static ChainStep Warned(string step, Finding finding, TimeSpan duration = default) =>
        Found(step, ChainStepStatus.Warning, finding, duration);

    internal static ChainStep Found(string step, ChainStepStatus status, Finding finding, TimeSpan duration = default) =>
        new(step, finding.Target, status, duration, finding.Id, finding.Cause, finding.Evidence, finding.Remedy);

    internal static ChainStep Skipped(string step, string target, string why) =>
        new(step, target, ChainStepStatus.Skipped, TimeSpan.Zero, string.Empty, why, string.Empty, string.Empty);
}
