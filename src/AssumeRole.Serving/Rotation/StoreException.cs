namespace AssumeRole.Rotation;

/// <summary>One request to a store failed. Front doors never see it: the rotation makes a finding of it.</summary>
/// <param name="fault">What the store said.</param>
/// <param name="inner">The exception that showed it, if any.</param>
public sealed class StoreException(StoreFault fault, Exception? inner = null) : Exception(fault?.ToString(), inner)
{
    /// <summary>What the store said.</summary>
    public StoreFault Fault { get; } = fault ?? throw new ArgumentNullException(nameof(fault));
}
