using AssumeRole.Findings;

namespace AssumeRole.Policies.Lint;

/// <summary>One fault of a policy document.</summary>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Path">Where, as a JSON path such as $.Statement[0].Resources.</param>
/// <param name="Line">The line in the text, from 1, or null if the text was packed in something else.</param>
/// <param name="Finding">The fault; its target is the document's name.</param>
public sealed record PolicyLintFinding(PolicyLintSeverity Severity, string Path, int? Line, Finding Finding);
