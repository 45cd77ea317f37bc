using System.Text;
using AssumeRole.Findings;

namespace AssumeRole.Policies.Lint;

/// <summary>Values that a tool should have replaced before the document became a policy.</summary>
internal static class TemplateLint
{
    public static void Check(LintValue value, LintReport report)
    {
        if (value.Text.StartsWith("((", StringComparison.Ordinal) && value.Text.EndsWith("))", StringComparison.Ordinal))
        {
            report.Add(
                PolicyLintSeverity.Refused, FindingCatalogue.PolicyFormat, value,
                "It is a Concourse variable that was not filled in.",
                "Write the value itself.");
        }

        if (TemplateMask.FindForeign(value.Text).FirstOrDefault() is not { } template) return;
        report.Add(
            PolicyLintSeverity.Refused, FindingCatalogue.PolicyFormat, value,
            $"{PlainText.Shorten(template)} is a reference of Terraform or CloudFormation that was not filled in.",
            "Write the value itself, or pass what terraform show -json prints with -TerraformPlan.");
    }
}

/// <summary>A text in which every ${...} is one private-use character, so that the colons and dots within do not count.</summary>
internal sealed class TemplateMask
{
    private const char First = '\uE000';
    private const char Last = '\uF8FF';
    private readonly List<string> templates = [];

    public TemplateMask(string text)
    {
        var masked = new StringBuilder();
        foreach (var (part, isTemplate) in PolicyVariables.Split(text))
        {
            var template = $"${{{part}}}";
            if (!isTemplate) masked.Append(part);
            else if (First + templates.Count >= Last) masked.Append(template);
            else
            {
                masked.Append((char)(First + templates.Count));
                templates.Add(template);
            }
        }

        Text = masked.ToString();
    }

    public string Text { get; }

    public static bool HasTemplate(ReadOnlySpan<char> masked) => masked.ContainsAnyInRange(First, Last);

    /// <summary>Whether a masked text may become anything: it has a template or a wildcard.</summary>
    public static bool IsOpen(ReadOnlySpan<char> masked) => masked.ContainsAny('*', '?') || HasTemplate(masked);

    /// <summary>Templates that are not IAM variables: references such as ${aws_iam_role.x.arn} or ${AWS::AccountId}.</summary>
    public static IEnumerable<string> FindForeign(string text) => new TemplateMask(text).templates.Where(IsForeign);

    /// <summary>Puts the templates back into a text made from the masked one.</summary>
    public string Unmask(string masked) => string.Concat(masked.Select(letter =>
        letter >= First && letter - First < templates.Count ? templates[letter - First] : letter.ToString()));

    private static bool IsForeign(string template)
    {
        var name = template[2..^1].Trim();
        if (PolicyVariables.IsCharacter(name)) return false;
        var key = PolicyVariables.Key(name);
        return key.IndexOf(':') <= 0 || key.Contains("::", StringComparison.Ordinal) || key.AsSpan().ContainsAny('"', '(');
    }
}
