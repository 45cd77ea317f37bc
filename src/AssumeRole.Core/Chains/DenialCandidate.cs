namespace AssumeRole.Chains;

/// <summary>One cause that a denial may have.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="IsCertain">Whether what was seen leaves no other.</param>
/// <param name="Evidence">What speaks for it. Never a secret.</param>
/// <param name="Remedy">What to change if it is the cause.</param>
public sealed record DenialCandidate(DenialCause Cause, bool IsCertain, string Evidence, string Remedy);
