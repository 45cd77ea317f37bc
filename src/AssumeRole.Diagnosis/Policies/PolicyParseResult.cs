namespace AssumeRole.Policies;

/// <summary>What was read from a policy text.</summary>
/// <param name="Document">The document, or null if the text is not a JSON object.</param>
/// <param name="Problems">Everything for which AWS would refuse the text, whatever its kind; empty if nothing.</param>
public sealed record PolicyParseResult(PolicyDocument? Document, IReadOnlyList<PolicyProblem> Problems);
