namespace AssumeRole.Policies;

internal sealed record ConditionOperator(
    ConditionComparison Comparison, bool Negated, bool IfExists, ConditionSetQualifier Qualifier)
{
    private const string IfExistsSuffix = "IfExists";

    public static IReadOnlyList<string> Names { get; } =
    [
        "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
        "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan",
        "NumericGreaterThanEquals", "DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan",
        "DateGreaterThanEquals", "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals",
        "ArnNotLike", "Null",
    ];

    /// <summary>Reads an operator such as ForAnyValue:StringLikeIfExists; null if IAM has none of that name.</summary>
    public static ConditionOperator? Parse(string name)
    {
        var (qualifier, rest) = name.Split(':', 2) switch
        {
            ["ForAllValues", var bare] => (ConditionSetQualifier.ForAllValues, bare),
            ["ForAnyValue", var bare] => (ConditionSetQualifier.ForAnyValue, bare),
            _ => (ConditionSetQualifier.None, name),
        };
        var ifExists = rest.EndsWith(IfExistsSuffix, StringComparison.Ordinal);
        if (ifExists) rest = rest[..^IfExistsSuffix.Length];

        // Null asks whether the key exists, so that IAM has no NullIfExists.
        if (!Names.Contains(rest) || (ifExists && rest == "Null")) return null;
        var positive = rest.Replace("Not", "", StringComparison.Ordinal);
        var comparison = positive == "ArnEquals" ? ConditionComparison.ArnLike : Enum.Parse<ConditionComparison>(positive);
        return new ConditionOperator(comparison, positive != rest, ifExists, qualifier);
    }
}

/// <summary>How a condition compares a value of the request with one of the policy. ArnEquals is the same as ArnLike.</summary>
internal enum ConditionComparison
{
    StringEquals, StringEqualsIgnoreCase, StringLike,
    NumericEquals, NumericLessThan, NumericLessThanEquals, NumericGreaterThan, NumericGreaterThanEquals,
    DateEquals, DateLessThan, DateLessThanEquals, DateGreaterThan, DateGreaterThanEquals,
    Bool, BinaryEquals, IpAddress, ArnLike, Null,
}

internal enum ConditionSetQualifier
{
    None,

    /// <summary>Every value of the request must match; holds without values.</summary>
    ForAllValues,

    /// <summary>One value of the request must match.</summary>
    ForAnyValue,
}
