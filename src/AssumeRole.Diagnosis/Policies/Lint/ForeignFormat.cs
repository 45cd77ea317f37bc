using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AssumeRole.Policies.Lint;

internal static partial class ForeignFormat
{
    public static UnpackedPolicy Read(UnpackedPolicy packed)
    {
        var text = packed.Json!;
        var start = text.Trim();
        if (start.StartsWith("arn:", StringComparison.OrdinalIgnoreCase) && !start.Contains('\n', StringComparison.Ordinal))
            return ExplainArn(packed, start);
        if (start[0] == '[')
        {
            return packed.End(
                packed.FirstLine,
                "This is a list without the document around it.",
                "Write {\"Version\": \"2012-10-17\", \"Statement\": [ … ]} around the statements.");
        }

        if (YamlWord().Match(text) is { Success: true } yaml)
            return packed.End(packed.LineOf(yaml.Index), "This is YAML, not JSON.", "Convert it; AWS takes policies as JSON only.");
        if (Member().IsMatch(text)) return packed.End(packed.FirstLine, "The policy begins without its opening {.", "Add { and }.");
        return FindTerraform(packed, text) ?? packed.End(packed.FirstLine, "This is not JSON: a policy begins with {.");
    }

    public static UnpackedPolicy? FindTerraform(UnpackedPolicy packed, string text)
    {
        if (TerraformWord().Match(text) is not { Success: true } word) return null;
        var named = packed.Refuse(
            packed.LineOf(word.Index),
            $"This is Terraform ({Shown(word.Value)}), not the policy that Terraform makes of it.",
            "Pass the plan: terraform plan -out tfplan, then terraform show -json tfplan > plan.json, and -TerraformPlan plan.json.");
        return FindHeredoc(text) is var (body, line)
            ? named with { Json = body, FirstLine = packed.FirstLine + line }
            : named with { Json = null };
    }

    /// <summary>The first text with JSON between &lt;&lt;WORD and WORD, and the number of lines before it, or null.</summary>
    private static (string Body, int Line)? FindHeredoc(string text)
    {
        var lines = text.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            if (HeredocMarker(lines[index]) is not { } marker) continue;
            var end = Array.FindIndex(lines, index + 1, line => line.AsSpan().Trim().SequenceEqual(marker));
            var body = string.Join('\n', lines[(index + 1)..(end < 0 ? lines.Length : end)]);
            if (body.AsSpan().TrimStart().StartsWith("{")) return (body, index + 1);
            if (end < 0) return null;
            index = end;
        }

        return null;
    }

    private static string? HeredocMarker(string line)
    {
        var start = line.IndexOf("<<", StringComparison.Ordinal);
        if (start < 0) return null;
        var marker = line[(start + 2)..].TrimStart('-', '~').Trim().Trim('"');
        return marker.Length > 0 && marker.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? marker : null;
    }

    private static UnpackedPolicy ExplainArn(UnpackedPolicy packed, string arn)
    {
        var name = Shown(arn[(arn.LastIndexOf('/') + 1)..]);
        return packed.End(null, "This is an ARN, not a policy document.", arn.Contains(":role/", StringComparison.Ordinal)
            ? $"Read the trust policy with aws iam get-role --role-name {name} --query Role.AssumeRolePolicyDocument."
            : "Read the document with aws iam get-policy-version --policy-arn <arn> --version-id <v1> --query PolicyVersion.Document.");
    }

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

/// <summary>Tells a policy from other JSON, and extracts it from the responses in which AWS returns it.</summary>
internal static class JsonWrapping
{
    /// <summary>Where the responses of get-role, get-role-policy, get-policy-version and their lists hold the document.</summary>
    private static readonly string[][] Places =
    [
        ["Role", "AssumeRolePolicyDocument"], ["PolicyVersion", "Document"], ["AssumeRolePolicyDocument"], ["PolicyDocument"],
        ["Document"], ["assume_role_policy"],
    ];

    public static UnpackedPolicy Read(UnpackedPolicy packed)
    {
        // The map goes first: JsonElement throws on the very names that it finds to be unreadable.
        var json = Encoding.UTF8.GetBytes(packed.Json!);
        if (new JsonTextMap(json).UnreadableAt is { } unreadable)
        {
            return packed.End(
                null,
                $"Under {PlainText.Shorten(unreadable)} a name is longer than any of IAM, or a text has half of a surrogate pair, such "
                    + "as \\ud800 alone.",
                "Correct the text at this place.");
        }

        using var document = JsonDocument.Parse(json, JsonTextMap.Lenient);
        var root = document.RootElement;
        bool Has(string name) => root.Member(name).ValueKind != JsonValueKind.Undefined;
        if (Has("Statement")) return packed;
        // "Resources" of CloudFormation holds objects with a Type; in a policy it is a misspelt Resource.
        var hasTypes = root.Member("Resources").Members().Any(item => item.Value.Member("Type").ValueKind != JsonValueKind.Undefined);
        (bool Is, int? Line, string Cause, string Remedy)[] others =
        [
            (Has("terraform_version") || Has("planned_values"), null, "This is a Terraform plan or state, not a policy.",
                "Pass what terraform show -json prints with -TerraformPlan."),
            (Has("AWSTemplateFormatVersion") || hasTypes, null, "This is a CloudFormation template, not a policy.",
                "Pass the PolicyDocument or AssumeRolePolicyDocument in it, with its functions filled in."),
            (Has("Effect"), packed.FirstLine, "This is a lone statement without the document around it.",
                "Write {\"Version\": \"2012-10-17\", \"Statement\": [ … ]} around it."),
        ];
        foreach (var other in others.Where(other => other.Is)) return packed.End(other.Line, other.Cause, other.Remedy);
        foreach (var place in Places)
        {
            var inner = root.At(place);
            var text = inner.ValueKind == JsonValueKind.Object ? inner.GetRawText() : inner.AsText();
            if (string.IsNullOrEmpty(text)) continue;
            return (packed with { Json = text, FirstLine = null }).Warn(
                $"This is an answer of AWS that holds a policy under {string.Join('.', place)}.",
                $"Nothing need be changed in AWS. The AWS CLI gives the policy alone with --query {string.Join('.', place)}.");
        }

        return packed;
    }
}
