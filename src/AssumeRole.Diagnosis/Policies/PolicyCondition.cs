namespace AssumeRole.Policies;

/// <summary>One key under one operator of a Condition.</summary>
/// <param name="OperatorName">The operator as written.</param>
/// <param name="Operator">What it means, or null if IAM knows no such operator; then the condition never holds.</param>
/// <param name="Key">The context key, compared without regard to case.</param>
/// <param name="Values">The values, of which one must match.</param>
public sealed record PolicyCondition(string OperatorName, ConditionOperator? Operator, string Key, IReadOnlyList<string> Values);
