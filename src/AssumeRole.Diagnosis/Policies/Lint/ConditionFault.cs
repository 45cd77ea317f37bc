namespace AssumeRole.Policies.Lint;

/// <summary>Why a condition's value matches no call.</summary>
/// <param name="Cause">What is wrong.</param>
/// <param name="Remedy">What to write.</param>
internal sealed record ConditionFault(string Cause, string Remedy)
{
    /// <summary>The fault, if it is one of an ARN.</summary>
    public ArnFault? Arn { get; init; }
}
