namespace AssumeRole.Policies;

/// <summary>The words of the policy language (IAM guide, "grammar of the IAM JSON policy language").</summary>
internal static class PolicyWords
{
    /// <summary>Elements of a document.</summary>
    public static IReadOnlyList<string> OfDocument { get; } = ["Version", "Id", "Statement"];

    /// <summary>Elements of a statement.</summary>
    public static IReadOnlyList<string> OfStatement { get; } =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    /// <summary>Types of principals.</summary>
    public static IReadOnlyList<string> OfPrincipal { get; } = ["AWS", "Service", "Federated", "CanonicalUser"];

    /// <summary>Values of Effect.</summary>
    public static IReadOnlyList<string> OfEffect { get; } = ["Allow", "Deny"];

    /// <summary>Condition operators, with every prefix and suffix that they may have.</summary>
    public static IReadOnlyList<string> OfCondition { get; } =
    [
        .. ConditionOperator.Names,
        .. ConditionOperator.Names.Where(name => name != "Null").Select(name => $"{name}IfExists"),
        .. ConditionOperator.Names.SelectMany(name => new[] { $"ForAllValues:{name}", $"ForAnyValue:{name}" }),
    ];
}
