namespace AssumeRole.Policies;

/// <summary>An IAM policy document as it is written, lists normalised and nothing lost.</summary>
/// <param name="Version">Version as written, or null, which IAM takes for 2008-10-17.</param>
/// <param name="Id">Id, if there is one.</param>
/// <param name="Statements">The statements, in order.</param>
/// <param name="UnknownElements">Top-level elements that IAM does not know.</param>
public sealed record PolicyDocument(
    string? Version, string? Id, IReadOnlyList<PolicyStatement> Statements, IReadOnlyList<string> UnknownElements)
{
    /// <summary>The version of the policy language that has variables.</summary>
    public const string CurrentVersion = "2012-10-17";

    /// <summary>The version that a document without one has.</summary>
    public const string FirstVersion = "2008-10-17";

    /// <summary>Whether ${...} is a variable in this document; in the first version it is plain text.</summary>
    public bool HasVariables => Version == CurrentVersion;
}

/// <summary>One statement of a policy.</summary>
/// <param name="Index">Its place in the document, from 0.</param>
/// <param name="Sid">Its identifier, if it has one.</param>
/// <param name="Effect">What it does; null if the document does not say so legibly, and then it never applies.</param>
/// <param name="Actions">Action or NotAction.</param>
/// <param name="Resources">Resource or NotResource.</param>
/// <param name="Principals">Principal or NotPrincipal.</param>
/// <param name="Conditions">Every operator and key of Condition; all must hold.</param>
/// <param name="UnknownElements">Elements that IAM does not know, such as "Resources"; AWS refuses them.</param>
public sealed record PolicyStatement(
    int Index,
    string? Sid,
    PolicyEffect? Effect,
    PolicyPatterns? Actions,
    PolicyPatterns? Resources,
    PolicyPrincipals? Principals,
    IReadOnlyList<PolicyCondition> Conditions,
    IReadOnlyList<string> UnknownElements);

/// <summary>What a statement does when it applies.</summary>
public enum PolicyEffect
{
    /// <summary>The statement allows.</summary>
    Allow,

    /// <summary>The statement denies, whatever allows.</summary>
    Deny,
}

/// <summary>The values of Action or Resource, or of NotAction or NotResource.</summary>
/// <param name="Values">The patterns as written; a lone string is a list of one.</param>
/// <param name="Negated">Whether it is the Not form: everything but these.</param>
public sealed record PolicyPatterns(IReadOnlyList<string> Values, bool Negated);

/// <summary>The values of Principal, or of NotPrincipal.</summary>
/// <param name="Values">The principals, in the document's order.</param>
/// <param name="Negated">Whether it is the Not form: everyone but these.</param>
public sealed record PolicyPrincipals(IReadOnlyList<PolicyPrincipal> Values, bool Negated);

/// <summary>One principal that a policy names.</summary>
/// <param name="Type">The key that it stands under.</param>
/// <param name="Value">The name as written.</param>
public sealed record PolicyPrincipal(PolicyPrincipalType Type, string Value)
{
    /// <summary>
    /// The account that this principal delegates to, or null: "111111111111" and "arn:aws:iam::111111111111:root" both mean
    /// whomever that account's own policies allow.
    /// </summary>
    public string? Account
    {
        get
        {
            if (Type != PolicyPrincipalType.Aws) return null;
            if (IsAccountId(Value)) return Value;
            var parts = Value.Split(':');
            return parts is ["arn", _, "iam", "", var account, "root"] && IsAccountId(account) ? account : null;
        }
    }

    private static bool IsAccountId(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);
}

/// <summary>The sort of principal that a policy names or that makes a request.</summary>
public enum PolicyPrincipalType
{
    /// <summary>Everyone: "*", alone or under AWS.</summary>
    Anyone,

    /// <summary>An account, user, role or role session.</summary>
    Aws,

    /// <summary>An AWS service, such as ec2.amazonaws.com.</summary>
    Service,

    /// <summary>An identity provider.</summary>
    Federated,

    /// <summary>An S3 canonical user id.</summary>
    CanonicalUser,
}

/// <summary>One key under one operator of a Condition.</summary>
/// <param name="OperatorName">The operator as written.</param>
/// <param name="Operator">What it means, or null if IAM knows no such operator; then the condition never holds.</param>
/// <param name="Key">The context key, compared without regard to case.</param>
/// <param name="Values">The values, of which one must match.</param>
public sealed record PolicyCondition(string OperatorName, ConditionOperator? Operator, string Key, IReadOnlyList<string> Values);
