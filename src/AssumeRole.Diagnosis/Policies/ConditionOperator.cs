namespace AssumeRole.Policies;

/// <summary>A condition operator, taken apart.</summary>
/// <param name="Comparison">How values are compared.</param>
/// <param name="Negated">Whether no value may match, as in StringNotEquals.</param>
/// <param name="IfExists">Whether a missing key is fine.</param>
/// <param name="Qualifier">How several values are treated.</param>
public sealed record ConditionOperator(
    ConditionComparison Comparison, bool Negated, bool IfExists, ConditionSetQualifier Qualifier)
{
    private const string IfExistsSuffix = "IfExists";

    /// <summary>Every operator without prefix and suffix.</summary>
    internal static IReadOnlyList<string> Names { get; } =
    [
        "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
        "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan",
        "NumericGreaterThanEquals", "DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan",
        "DateGreaterThanEquals", "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals",
        "ArnNotLike", "Null",
    ];

    /// <summary>Reads an operator such as ForAnyValue:StringLikeIfExists, or gives null if IAM knows none of that name.</summary>
    /// <param name="name">The operator as it stands in a policy.</param>
    public static ConditionOperator? Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var (qualifier, rest) = name.Split(':', 2) switch
        {
            ["ForAllValues", var bare] => (ConditionSetQualifier.ForAllValues, bare),
            ["ForAnyValue", var bare] => (ConditionSetQualifier.ForAnyValue, bare),
            _ => (ConditionSetQualifier.None, name),
        };
        var ifExists = rest.EndsWith(IfExistsSuffix, StringComparison.Ordinal);
        if (ifExists) rest = rest[..^IfExistsSuffix.Length];

        // Null asks whether the key exists; NullIfExists would mean nothing, and IAM has none.
        if (Find(rest) is not var (comparison, negated) || (ifExists && comparison == ConditionComparison.Null)) return null;
        return new ConditionOperator(comparison, negated, ifExists, qualifier);
    }

    private static (ConditionComparison Comparison, bool Negated)? Find(string name) => name switch
    {
        "StringEquals" => (ConditionComparison.StringEquals, false),
        "StringNotEquals" => (ConditionComparison.StringEquals, true),
        "StringEqualsIgnoreCase" => (ConditionComparison.StringEqualsIgnoreCase, false),
        "StringNotEqualsIgnoreCase" => (ConditionComparison.StringEqualsIgnoreCase, true),
        "StringLike" => (ConditionComparison.StringLike, false),
        "StringNotLike" => (ConditionComparison.StringLike, true),
        "NumericEquals" => (ConditionComparison.NumericEquals, false),
        "NumericNotEquals" => (ConditionComparison.NumericEquals, true),
        "NumericLessThan" => (ConditionComparison.NumericLessThan, false),
        "NumericLessThanEquals" => (ConditionComparison.NumericLessThanEquals, false),
        "NumericGreaterThan" => (ConditionComparison.NumericGreaterThan, false),
        "NumericGreaterThanEquals" => (ConditionComparison.NumericGreaterThanEquals, false),
        "DateEquals" => (ConditionComparison.DateEquals, false),
        "DateNotEquals" => (ConditionComparison.DateEquals, true),
        "DateLessThan" => (ConditionComparison.DateLessThan, false),
        "DateLessThanEquals" => (ConditionComparison.DateLessThanEquals, false),
        "DateGreaterThan" => (ConditionComparison.DateGreaterThan, false),
        "DateGreaterThanEquals" => (ConditionComparison.DateGreaterThanEquals, false),
        "Bool" => (ConditionComparison.Bool, false),
        "BinaryEquals" => (ConditionComparison.BinaryEquals, false),
        "IpAddress" => (ConditionComparison.IpAddress, false),
        "NotIpAddress" => (ConditionComparison.IpAddress, true),
        "ArnEquals" or "ArnLike" => (ConditionComparison.ArnLike, false),
        "ArnNotEquals" or "ArnNotLike" => (ConditionComparison.ArnLike, true),
        "Null" => (ConditionComparison.Null, false),
        _ => null,
    };
}
