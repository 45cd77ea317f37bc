using AssumeRole.Findings;

namespace AssumeRole.Policies.Lint;

/// <summary>How a malformed ARN of a policy is reported.</summary>
internal static class ArnLint
{
    public static void Report(ArnFault fault, LintValue value, LintReport report) =>
        Report(fault, value, report, fault.IsRefused ? PolicyLintSeverity.Refused : PolicyLintSeverity.Error);

    public static void Report(ArnFault fault, LintValue value, LintReport report, PolicyLintSeverity severity) => report.Add(
        severity,
        FindingCatalogue.ArnMalformed,
        value.Path,
        $"'{PlainText.Shorten(value.Text)}'. {fault.Fault}",
        remedy: fault.Remedy);
}
