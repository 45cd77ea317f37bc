namespace AssumeRole.Policies;

/// <summary>The values of Action or Resource, or of NotAction or NotResource.</summary>
/// <param name="Values">The patterns as written; a lone string is a list of one.</param>
/// <param name="Negated">Whether it is the Not form: everything but these.</param>
public sealed record PolicyPatterns(IReadOnlyList<string> Values, bool Negated);
