using AssumeRole.Chains;
using AssumeRole.Policies;
using AssumeRole.Policies.Lint;

namespace AssumeRole.Checks;

/// <summary>What a lint found, as steps of a check.</summary>
internal static class PolicySteps
{
    /// <summary>A step for each fault, or one that passed.</summary>
    /// <param name="step">WorkerPolicy or TrustPolicy.</param>
    /// <param name="result">What the lint found.</param>
    public static IEnumerable<ChainStep> Of(string step, PolicyLintResult result) => result.Findings.Count == 0
        ? [ChainStep.Passed(step, result.Source.Name, TimeSpan.Zero, Describe(result.Document!))]
        : result.Findings.Select(found => ChainStep.Found(
            step,
            found.Severity == PolicyLintSeverity.Warning ? ChainStepStatus.Warning : ChainStepStatus.Failed,
            found.Finding,
            TimeSpan.Zero));

    private static string Describe(PolicyDocument document) =>
        $"{document.Statements.Count} {(document.Statements.Count == 1 ? "statement" : "statements")}, version {document.Version}.";
}
