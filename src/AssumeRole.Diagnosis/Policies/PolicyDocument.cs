namespace AssumeRole.Policies;

/// <summary>An IAM policy document as written, with single values as lists. A missing Version means 2008-10-17.</summary>
internal sealed record PolicyDocument(
    string? Version, string? Id, IReadOnlyList<PolicyStatement> Statements, IReadOnlyList<string> UnknownElements)
{
    public const string CurrentVersion = "2012-10-17";

    public const string FirstVersion = "2008-10-17";

    /// <summary>In the first version of the language ${...} is plain text.</summary>
    public bool HasVariables => Version == CurrentVersion;
}

/// <summary>
/// A statement. <c>Index</c> counts from 0; <c>Effect</c> is null if it is missing or unreadable, and the statement then
/// never applies. All conditions must hold. AWS refuses unknown elements.
/// </summary>
internal sealed record PolicyStatement(
    int Index, string? Sid, PolicyEffect? Effect, PolicyPatterns? Actions, PolicyPatterns? Resources, PolicyPrincipals? Principals,
    IReadOnlyList<PolicyCondition> Conditions, IReadOnlyList<string> UnknownElements);

internal enum PolicyEffect
{
    Allow,
    Deny,
}

/// <summary>The values of Action or Resource; <c>Negated</c> for NotAction and NotResource.</summary>
internal sealed record PolicyPatterns(IReadOnlyList<string> Values, bool Negated);

/// <summary>The values of Principal; <c>Negated</c> for NotPrincipal.</summary>
internal sealed record PolicyPrincipals(IReadOnlyList<PolicyPrincipal> Values, bool Negated);

/// <summary>A principal under a type of Principal, with its name as written.</summary>
internal sealed record PolicyPrincipal(PolicyPrincipalType Type, string Value)
{
    /// <summary>
    /// The account that this principal delegates to, or null: "111111111111" and "arn:aws:iam::111111111111:root" both mean
    /// every identity that the account's own policies allow.
    /// </summary>
    public string? Account
    {
        get
        {
            if (Type != PolicyPrincipalType.Aws) return null;
            if (IsAccount(Value)) return Value;
            return Value.Split(':') is ["arn", _, "iam", "", var account, "root"] && IsAccount(account) ? account : null;
        }
    }

    /// <summary>Whether a text is an account id: 12 digits.</summary>
    public static bool IsAccount(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);
}

internal enum PolicyPrincipalType
{
    /// <summary>"*", alone or under AWS.</summary>
    Anyone,

    /// <summary>An account, user, role or role session.</summary>
    Aws,
    Service,
    Federated,
    CanonicalUser,
}

/// <summary>
/// One key under one operator of a Condition. A condition with an unknown operator never holds; one of the values must match.
/// </summary>
internal sealed record PolicyCondition(string OperatorName, ConditionOperator? Operator, string Key, IReadOnlyList<string> Values);
