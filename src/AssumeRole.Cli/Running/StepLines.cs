using AssumeRole.Chains;

namespace AssumeRole.Cli.Running;

/// <summary>Steps of a chain's check as lines for people.</summary>
internal static class StepLines
{
    public static string Format(ChainStep step)
    {
        var head = $"{step.Status,-13} {step.Step,-15} {step.Duration.TotalMilliseconds,6:0} ms  ";
        return step.Status switch
        {
            ChainStepStatus.Passed => head + step.Evidence,
            ChainStepStatus.Skipped => head + step.Cause,
            _ => $"{head}{step.FindingId}: {step.Target}\n    {step.Cause} {step.Evidence}\n    {step.Remedy}",
        };
    }
}
