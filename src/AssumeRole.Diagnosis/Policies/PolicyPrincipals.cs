namespace AssumeRole.Policies;

/// <summary>The values of Principal, or of NotPrincipal.</summary>
/// <param name="Values">The principals, in the document's order.</param>
/// <param name="Negated">Whether it is the Not form: everyone but these.</param>
public sealed record PolicyPrincipals(IReadOnlyList<PolicyPrincipal> Values, bool Negated);
