using System.Text.Json;
using AssumeRole.Findings;

namespace AssumeRole.Policies.Lint;

/// <summary>Documents of the first version of the language.</summary>
internal static class VersionLint
{
    public static void Check(JsonElement json, PolicyDocument document, IReadOnlyList<PolicyProblem> problems, LintReport report)
    {
        // A Version that is misspelt, or no text, is reported as such.
        var isThere = json.TryGetProperty("Version", out _) || problems.Any(problem => problem.Meant == "Version");
        if (isThere && document.Version != PolicyDocument.FirstVersion) return;
        var hasVariables = json.GetRawText().Contains("${", StringComparison.Ordinal);
        report.Add(
            PolicyLintSeverity.Warning,
            FindingCatalogue.PolicyVersionMissing,
            isThere ? "$.Version" : "$",
            hasVariables ? "The document has ${...} in it, which is compared letter by letter." : "",
            isThere
                ? "The policy is of the version 2008-10-17, in which ${...} is plain text."
                : "The policy has no Version: AWS takes it for one of 2008-10-17, in which ${...} is plain text.");
    }
}
