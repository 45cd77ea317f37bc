namespace AssumeRole.Policies.Lint;

/// <summary>One key under one operator of a statement's Condition.</summary>
/// <param name="OperatorName">The operator that was meant.</param>
/// <param name="Operator">What it means, or null if IAM knows no such operator.</param>
/// <param name="Key">The context key as written.</param>
/// <param name="Path">Where the key stands.</param>
/// <param name="Values">The values.</param>
internal sealed record LintCondition(
    string OperatorName, ConditionOperator? Operator, string Key, string Path, IReadOnlyList<LintValue> Values)
{
    /// <summary>Reads the conditions of a statement.</summary>
    public static IEnumerable<LintCondition> ReadAll(LintStatement statement)
    {
        foreach (var condition in statement.Elements["Condition"])
        {
            foreach (var name in LintElement.MembersOf(condition.Json, condition.Path, PolicyWords.OfCondition))
            {
                foreach (var key in LintElement.MembersOf(name.Json, name.Path, []))
                    yield return new(name.Name, ConditionOperator.Parse(name.Name), key.Name, key.Path, [.. LintValue.Of(key)]);
            }
        }
    }

    /// <summary>Whether this is the key, whose case does not matter.</summary>
    public bool IsOn(string key) => Key.Equals(key, StringComparison.OrdinalIgnoreCase);
}
