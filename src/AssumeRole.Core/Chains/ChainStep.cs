using AssumeRole.Findings;

namespace AssumeRole.Chains;

/// <summary>One link of a chain and how it was found, flat so that it can be filtered, sorted and exported.</summary>
/// <param name="Step">Metadata, InstanceRole, BaseCredentials, CallerIdentity or Hop.</param>
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
    internal static ChainStep Passed(string step, string target, TimeSpan duration, string evidence) =>
        new(step, target, ChainStepStatus.Passed, duration, string.Empty, string.Empty, evidence, string.Empty);

    internal static ChainStep Failed(string step, Finding finding, TimeSpan duration) =>
        new(step, finding.Target, ChainStepStatus.Failed, duration, finding.Id, finding.Cause, finding.Evidence, finding.Remedy);

    internal static ChainStep Skipped(string step, string target, string why) =>
        new(step, target, ChainStepStatus.Skipped, TimeSpan.Zero, string.Empty, why, string.Empty, string.Empty);
}
