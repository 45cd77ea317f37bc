using System.Text;
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

/// <summary>
/// A text in which every ${...} is one character of the private use area, so that the colons and dots within do not count as the
/// text's own.
/// </summary>
internal sealed class TemplateMask
{
    private const char First = '\uE000';
    private const char Last = '\uF8FF';
    private readonly List<string> templates = [];

    private TemplateMask(string text)
    {
        var masked = new StringBuilder();
        for (var index = 0; index < text.Length; index++)
        {
            var end = text.AsSpan(index).StartsWith("${") && First + templates.Count < Last ? text.IndexOf('}', index) : -1;
            if (end < 0)
            {
                masked.Append(text[index]);
                continue;
            }

            masked.Append((char)(First + templates.Count));
            templates.Add(text[index..(end + 1)]);
            index = end;
        }

        Text = masked.ToString();
    }

    /// <summary>The masked text.</summary>
    public string Text { get; }

    /// <summary>Masks a text.</summary>
    public static TemplateMask Of(string text) => new(text);

    /// <summary>Whether a masked text has a template in it.</summary>
    public static bool HasTemplate(ReadOnlySpan<char> masked) => masked.ContainsAnyInRange(First, Last);

    /// <summary>Whether a masked text has a template or a wildcard in it, so that it may become anything.</summary>
    public static bool IsOpen(ReadOnlySpan<char> masked) => masked.ContainsAny('*', '?') || HasTemplate(masked);

    /// <summary>Puts the templates back into a text made of the masked one.</summary>
    public string Unmask(string masked)
    {
        var text = new StringBuilder();
        foreach (var letter in masked)
        {
            var index = letter - First;
            if (index >= 0 && index < templates.Count) text.Append(templates[index]);
            else text.Append(letter);
        }

        return text.ToString();
    }

    /// <summary>
    /// The templates that are no variables of IAM, whose names have a colon: a reference of Terraform such as
    /// ${aws_iam_role.x.arn}, or of CloudFormation such as ${AWS::AccountId}.
    /// </summary>
    public static IEnumerable<string> FindForeign(string text) => TemplateMask.Of(text).templates.Where(IsForeign);

    private static bool IsForeign(string template)
    {
        var name = template.AsSpan(2, template.Length - 3).Trim();
        if (name is "*" or "?" or "$") return false;
        var comma = name.IndexOf(',');
        var key = comma < 0 ? name : name[..comma];
        return key.IndexOf(':') <= 0 || key.Contains("::", StringComparison.Ordinal) || key.ContainsAny('"', '(');
    }
}
