using AssumeRole.Findings;

namespace AssumeRole.Policies.Lint;

internal static class ResourceLint
{
    public static void Check(LintStatement statement, LintReport report)
    {
        foreach (var value in statement.Values("Resource").Concat(statement.Values("NotResource")).Where(value => value.Text != "*"))
        {
            TemplateLint.Check(value, report);
            if (statement.Kind is PolicyKind.Identity or PolicyKind.PermissionsBoundary or PolicyKind.Session
                && ArnPatternDiagnosis.IsIncomplete(value.Text))
                continue;
            if (ArnPatternDiagnosis.Explain(value.Text) is { } fault) report.Add(fault, value);
            else if (!PolicyVariables.StandInLastPart(value.Text) && !TemplateMask.FindForeign(value.Text).Any())
            {
                report.Add(
                    PolicyLintSeverity.Error, FindingCatalogue.ArnMalformed, value,
                    "A variable stands before the last part of this ARN, where AWS has none, so that it matches nothing.",
                    "Write the account itself, or *; a variable may stand after the fifth colon.");
            }
            else if (statement.IsForRoles) CheckRole(value, report);
        }
    }

    private static void CheckRole(LintValue value, LintReport report)
    {
        var mask = new TemplateMask(value.Text);
        if (mask.Text.Split(':', 6) is not [_, var partition, var service, _, var account, var resource]) return;
        var names = resource.Split('/');
        if (TemplateMask.IsOpen(service) || TemplateMask.IsOpen(names[0]) || (service, names[0]) == ("iam", "role")) return;
        var role = names[0] switch
        {
            "instance-profile" or "user" or "group" => string.Join('/', names[1..]),
            "assumed-role" => names.ElementAtOrDefault(1),
            _ => "*",
        };
        report.Add(
            PolicyLintSeverity.Error, FindingCatalogue.ArnNotRole, value,
            "The statement allows to assume a role, and this ARN names none, so that it allows nothing.",
            service is "iam" or "sts"
                ? $"Write the role that is to be assumed, such as {mask.Unmask($"arn:{partition}:iam::{account}:role/{role}")}."
                : null);
    }
}
