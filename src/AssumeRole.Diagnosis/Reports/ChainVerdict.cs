namespace AssumeRole.Reports;

/// <summary>What all steps of a chain come to.</summary>
public enum ChainVerdict
{
    /// <summary>Every link holds.</summary>
    Holds,

    /// <summary>Every link holds, and something should be changed all the same.</summary>
    Warned,

    /// <summary>What was seen does not tell whether every link holds.</summary>
    Undecided,

    /// <summary>A link is broken.</summary>
    Broken,
}
