namespace AssumeRole.Sts;

/// <summary>One request to STS failed. Front doors never see it: the chain walker makes a finding of it.</summary>
/// <param name="fault">What STS said.</param>
/// <param name="inner">The exception that showed it, if any.</param>
public sealed class StsException(StsFault fault, Exception? inner = null) : Exception(fault?.ToString(), inner)
{
    /// <summary>What STS said.</summary>
    public StsFault Fault { get; } = fault ?? throw new ArgumentNullException(nameof(fault));
}
