namespace AssumeRole.Chains;

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
