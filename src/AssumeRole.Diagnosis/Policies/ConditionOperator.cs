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

/// <summary>How a condition compares a value of the request with one of the policy, negation aside.</summary>
public enum ConditionComparison
{
    /// <summary>The same text.</summary>
    StringEquals,

    /// <summary>The same text but for case.</summary>
    StringEqualsIgnoreCase,

    /// <summary>Text with wildcards.</summary>
    StringLike,

    /// <summary>The same number.</summary>
    NumericEquals,

    /// <summary>A smaller number.</summary>
    NumericLessThan,

    /// <summary>A smaller number or the same.</summary>
    NumericLessThanEquals,

    /// <summary>A greater number.</summary>
    NumericGreaterThan,

    /// <summary>A greater number or the same.</summary>
    NumericGreaterThanEquals,

    /// <summary>The same moment.</summary>
    DateEquals,

    /// <summary>An earlier moment.</summary>
    DateLessThan,

    /// <summary>An earlier moment or the same.</summary>
    DateLessThanEquals,

    /// <summary>A later moment.</summary>
    DateGreaterThan,

    /// <summary>A later moment or the same.</summary>
    DateGreaterThanEquals,

    /// <summary>The same truth value.</summary>
    Bool,

    /// <summary>The same bytes, in base64.</summary>
    BinaryEquals,

    /// <summary>An address within a range.</summary>
    IpAddress,

    /// <summary>An ARN, each of its six parts with wildcards. ArnEquals and ArnLike are the same.</summary>
    ArnLike,

    /// <summary>Whether the key is absent.</summary>
    Null,
}

/// <summary>How a condition treats a context key that has several values.</summary>
public enum ConditionSetQualifier
{
    /// <summary>No prefix.</summary>
    None,

    /// <summary>ForAllValues: every value of the request must match, and none at all is fine.</summary>
    ForAllValues,

    /// <summary>ForAnyValue: one value of the request must match.</summary>
    ForAnyValue,
}
