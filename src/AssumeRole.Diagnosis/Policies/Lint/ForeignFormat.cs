using System.Text.RegularExpressions;

namespace AssumeRole.Policies.Lint;

/// <summary>Names texts that were never JSON.</summary>
internal static partial class ForeignFormat
{
    /// <summary>Reads a text that does not begin like JSON.</summary>
    public static UnpackedPolicy Read(UnpackedPolicy packed)
    {
        var text = packed.Json!;
        var start = text.Trim();
        if (start.StartsWith("arn:", StringComparison.OrdinalIgnoreCase) && !start.Contains('\n', StringComparison.Ordinal))
            return packed.End(Arn(start));
        if (start[0] == '[')
        {
            return packed.End(FormatFault.Refused(
                packed.FirstLine,
                "This is a list without the document around it.",
                "Write {\"Version\": \"2012-10-17\", \"Statement\": [ … ]} around the statements."));
        }

        if (YamlWord().Match(text) is { Success: true } yaml)
        {
            return packed.End(FormatFault.Refused(
                LineAt(packed, text, yaml.Index), "This is YAML, not JSON.", "Convert it; AWS takes policies as JSON only."));
        }

        if (Member().IsMatch(text))
            return packed.End(FormatFault.Refused(packed.FirstLine, "The policy begins without its opening {.", "Add { and }."));
        return FindTerraform(packed, text)
            ?? packed.End(FormatFault.Refused(packed.FirstLine, "This is not JSON: a policy begins with {."));
    }

    /// <summary>Finds Terraform in a text, and the JSON of a heredoc in it; null if there is no Terraform.</summary>
    public static UnpackedPolicy? FindTerraform(UnpackedPolicy packed, string text)
    {
        if (TerraformWord().Match(text) is not { Success: true } word) return null;
        var named = packed.With(FormatFault.Refused(
            LineAt(packed, text, word.Index),
            $"This is Terraform ({Shown(word.Value)}), not the policy that Terraform makes of it.",
            "Pass the plan: terraform plan -out tfplan, then terraform show -json tfplan > plan.json, and -TerraformPlan plan.json."));
        return Heredoc.Find(text) is { } heredoc
            ? named with { Json = heredoc.Body, FirstLine = packed.FirstLine + heredoc.Line }
            : named with { Json = null };
    }

    private static FormatFault Arn(string arn)
    {
        var name = Shown(arn[(arn.LastIndexOf('/') + 1)..]);
        return FormatFault.Refused(null, "This is an ARN, not a policy document.", arn.Contains(":role/", StringComparison.Ordinal)
            ? $"Read the trust policy with aws iam get-role --role-name {name} --query Role.AssumeRolePolicyDocument."
            : "Read the document with aws iam get-policy-version --policy-arn <arn> --version-id <v1> --query PolicyVersion.Document.");
    }

    private static int? LineAt(UnpackedPolicy packed, string text, int index) =>
        packed.FirstLine is { } first ? first + text.AsSpan(0, index).Count('\n') : null;

    private static string Shown(string text) => text.Length > 60 ? $"{text[..60]}…" : text.Trim();

    [GeneratedRegex(
        """aws_iam_[a-z_]{1,40}|\bjsonencode\s?\(|<<[-~]?"?[A-Za-z]\w*|\bassume_role_policy\s?=|\bstatement\s?\{"""
            + """|\bVersion"?[ \t]*=[ \t]*"|\bStatement"?[ \t]*=[ \t]*[\[{]""")]
    private static partial Regex TerraformWord();

    [GeneratedRegex(
        @"^[ \t]*(?:- )?(?:Version|Statement|Effect|Sid|PolicyDocument|AssumeRolePolicyDocument):(?=[ \t\r\n]|\z)",
        RegexOptions.Multiline)]
    private static partial Regex YamlWord();

    [GeneratedRegex("""^\s*"\w+"\s*:""")]
    private static partial Regex Member();
}
