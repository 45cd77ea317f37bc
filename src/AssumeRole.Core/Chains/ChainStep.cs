using AssumeRole.Findings;

namespace AssumeRole.Chains;

/// <summary>One link of a chain and how it was found, flat so that it can be filtered, sorted and exported.</summary>
/// <param name="Step">Which link: Environment, Metadata, InstanceRole, BaseCredentials, CallerIdentity, Hop, Safety, or a document.</param>
/// <param name="Target">What was tried: an address, a role's name, an ARN.</param>
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

/// <summary>How a step of a chain's check ended.</summary>
public enum ChainStepStatus
{
    /// <summary>The link holds.</summary>
    Passed,

    /// <summary>The link holds, and something about it should be changed.</summary>
    Warning,

    /// <summary>The link is broken.</summary>
    Failed,

    /// <summary>The link was not tried; the cause says why.</summary>
    Skipped,

    /// <summary>What was seen does not tell.</summary>
    Indeterminate,
}

internal static class ChainStepStatusExtensions
{
    /// <summary>Whether the chain cannot be said to hold: the link is broken, or what was seen does not tell.</summary>
    public static bool IsBroken(this ChainStepStatus status) => status is ChainStepStatus.Failed or ChainStepStatus.Indeterminate;
}

internal static class ChainStepName
{
    /// <summary>Which sources of credentials the process has, and what would shadow the worker's role.</summary>
    public const string Environment = "Environment";

    public const string Metadata = "Metadata";
    public const string InstanceRole = "InstanceRole";

    /// <summary>The identity to start from, where it is not the instance's role.</summary>
    public const string BaseCredentials = "BaseCredentials";

    /// <summary>The caller as AWS names it, and the clock.</summary>
    public const string CallerIdentity = "CallerIdentity";

    public const string Hop = "Hop";

    /// <summary>What holds and should be changed all the same.</summary>
    public const string Safety = "Safety";

    public const string WorkerPolicy = "WorkerPolicy";
    public const string TrustPolicy = "TrustPolicy";

    /// <summary>How the policies decide.</summary>
    public const string Decision = "Decision";

    public const string Terraform = "Terraform";
}
