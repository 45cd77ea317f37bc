using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>
/// Takes out of a step's texts whatever looks like a secret. A step holds none, but its evidence may quote what another program or a
/// file said, and a report is made to be passed on.
/// </summary>
internal static class StepMask
{
    /// <summary>The step with its texts masked.</summary>
    public static ChainStep Of(ChainStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step with
        {
            Target = SecretMask.Of(step.Target),
            Cause = SecretMask.Of(step.Cause),
            Evidence = SecretMask.Of(step.Evidence),
            Remedy = SecretMask.Of(step.Remedy),
            Chain = SecretMask.Of(step.Chain),
            Candidates =
            [
                .. step.Candidates.Select(candidate => candidate with { Evidence = SecretMask.Of(candidate.Evidence), Remedy = SecretMask.Of(candidate.Remedy) }),
            ],
        };
    }
}
