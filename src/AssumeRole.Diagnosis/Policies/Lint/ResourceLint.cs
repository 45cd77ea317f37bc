using AssumeRole.Findings;

namespace AssumeRole.Policies.Lint;

/// <summary>Resources that no ARN can be.</summary>
internal static class ResourceLint
{
    public static void Check(LintStatement statement, LintReport report)
    {
        foreach (var value in statement.Elements["Resource"].Concat(statement.Elements["NotResource"]).SelectMany(LintValue.Of))
        {
            if (value.Text == "*") continue;
            TemplateLint.Check(value, report);
            if (ArnPatternDiagnosis.Explain(value.Text) is { } fault) ArnLint.Report(fault, value, report);
            else if (HasEarlyVariable(value.Text)) ReportEarlyVariable(value, report);
            else if (statement.IsForRoles) CheckRole(value, report);
        }
    }

    /// <summary>Variables stand after the fifth colon only (IAM guide, "policy variables", where they can be used).</summary>
    private static bool HasEarlyVariable(string arn)
    {
        var variable = arn.IndexOf("${", StringComparison.Ordinal);
        return variable >= 0
            && arn.AsSpan(0, variable).Count(':') < 5
            && !TemplateMask.FindForeign(arn).Any();
    }

    private static void ReportEarlyVariable(LintValue value, LintReport report) => report.Add(
        PolicyLintSeverity.Error,
        FindingCatalogue.ArnMalformed,
        value.Path,
        PlainText.Shorten(value.Text),
        "A variable stands before the last part of this ARN, where AWS has none, so that it matches nothing.",
        "Write the account itself, or *; a variable may stand after the fifth colon.");

    private static void CheckRole(LintValue value, LintReport report)
    {
        var mask = TemplateMask.Of(value.Text);
        if (mask.Text.Split(':', 6) is not { Length: 6 } parts) return;
        var (service, account, resource) = (parts[2], parts[4], parts[5]);
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        var kind = slash < 0 ? resource : resource[..slash];
        if (TemplateMask.IsOpen(service) || TemplateMask.IsOpen(kind) || (service, kind) == ("iam", "role")) return;
        var role = kind switch
        {
            "instance-profile" or "user" or "group" => resource[(slash + 1)..],
            "assumed-role" => resource[(slash + 1)..].Split('/')[0],
            _ => "*",
        };
        report.Add(
            PolicyLintSeverity.Error,
            FindingCatalogue.ArnNotRole,
            value.Path,
            PlainText.Shorten(value.Text),
            "The statement allows to assume a role, and this ARN names none, so that it allows nothing.",
            service is "iam" or "sts"
                ? $"Write the role that is to be assumed, such as {mask.Unmask($"arn:{parts[1]}:iam::{account}:role/{role}")}."
                : null);
    }
}
