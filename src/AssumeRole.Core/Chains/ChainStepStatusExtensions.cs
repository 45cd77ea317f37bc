namespace AssumeRole.Chains;

/// <summary>What a status means for the chain.</summary>
public static class ChainStepStatusExtensions
{
    /// <summary>Whether the chain cannot be said to hold: the link is broken, or what was seen does not tell.</summary>
    public static bool IsBroken(this ChainStepStatus status) => status is ChainStepStatus.Failed or ChainStepStatus.Indeterminate;
}
