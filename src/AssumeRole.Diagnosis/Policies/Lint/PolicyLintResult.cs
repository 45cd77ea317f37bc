namespace AssumeRole.Policies.Lint;

/// <summary>What a lint found in one document.</summary>
/// <param name="Source">The text.</param>
/// <param name="Document">What could be read of it, or null if nothing could.</param>
/// <param name="Findings">The faults, in the document's order.</param>
public sealed record PolicyLintResult(PolicySource Source, PolicyDocument? Document, IReadOnlyList<PolicyLintFinding> Findings)
{
    /// <summary>Whether decisions can be made by the document: it was read, and AWS would take it.</summary>
    public bool IsUsable => Document is not null && Findings.All(finding => finding.Severity != PolicyLintSeverity.Refused);
}
