namespace AssumeRole.Policies;

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
