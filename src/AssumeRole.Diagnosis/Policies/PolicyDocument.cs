using AssumeRole.Roles;

namespace AssumeRole.Policies;

/// <summary>An IAM policy document as written, with single values as lists. A missing Version means 2008-10-17.</summary>
internal sealed record PolicyDocument(string? Version, IReadOnlyList<PolicyStatement> Statements)
{
    public const string CurrentVersion = "2012-10-17";

    public const string FirstVersion = "2008-10-17";

    /// <summary>In the first version of the language ${...} is plain text.</summary>
    public bool HasVariables => Version == CurrentVersion;
}

/// <summary><c>Index</c> counts from 0. Without a readable <c>Effect</c> the statement never applies. All conditions must hold.</summary>
internal sealed record PolicyStatement(
    int Index, string? Sid, PolicyEffect? Effect, PolicyPatterns? Actions, PolicyPatterns? Resources, PolicyPrincipals? Principals,
    IReadOnlyList<PolicyCondition> Conditions);

internal enum PolicyEffect { Allow, Deny }

internal sealed record PolicyPatterns(IReadOnlyList<string> Values, bool Negated);

internal sealed record PolicyPrincipals(IReadOnlyList<PolicyPrincipal> Values, bool Negated);

internal sealed record PolicyPrincipal(PolicyPrincipalType Type, string Value)
{
    /// <summary>The account that "111111111111" or "arn:aws:iam::111111111111:root" delegates to, or null.</summary>
    public string? Account
    {
        get
        {
            if (Type != PolicyPrincipalType.Aws) return null;
            if (RoleArn.IsAccount(Value)) return Value;
            return Value.Split(':') is ["arn", _, "iam", "", var account, "root"] && RoleArn.IsAccount(account) ? account : null;
        }
    }
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

/// <summary>One key under one operator of a Condition. One of the values must match; an unknown operator never holds.</summary>
internal sealed record PolicyCondition(string OperatorName, ConditionOperator? Operator, string Key, IReadOnlyList<string> Values);
