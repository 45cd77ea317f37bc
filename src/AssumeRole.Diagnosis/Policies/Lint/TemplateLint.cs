using AssumeRole.Findings;

namespace AssumeRole.Policies.Lint;

/// <summary>Values that a tool should have filled in before the document became a policy.</summary>
internal static class TemplateLint
{
    public static void Check(LintValue value, LintReport report)
    {
        if (value.Text.StartsWith("((", StringComparison.Ordinal) && value.Text.EndsWith("))", StringComparison.Ordinal))
        {
            report.Add(
                PolicyLintSeverity.Refused,
                FindingCatalogue.PolicyFormat,
                value.Path,
                PlainText.Shorten(value.Text),
                "It is a Concourse variable that was not filled in.",
                "Write the value itself.");
        }

        if (TemplateMask.FindForeign(value.Text).FirstOrDefault() is not { } template) return;
        report.Add(
            PolicyLintSeverity.Refused,
            FindingCatalogue.PolicyFormat,
            value.Path,
            PlainText.Shorten(value.Text),
            $"{PlainText.Shorten(template)} is a reference of Terraform or CloudFormation that was not filled in.",
            "Write the value itself, or pass what terraform show -json prints with -TerraformPlan.");
    }
}
