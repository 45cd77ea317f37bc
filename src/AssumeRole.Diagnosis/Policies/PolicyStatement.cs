namespace AssumeRole.Policies;

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
