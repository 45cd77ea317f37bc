using System.Text;
using System.Text.Json;
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

/// <summary>A text between &lt;&lt;WORD and WORD in a Terraform file.</summary>
/// <param name="Body">The text.</param>
/// <param name="Line">How many lines stand before it.</param>
internal sealed record Heredoc(string Body, int Line)
{
    /// <summary>The first heredoc that holds JSON, or null.</summary>
    public static Heredoc? Find(string text)
    {
        var lines = text.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            if (Marker(lines[index]) is not { } marker) continue;
            var end = Array.FindIndex(lines, index + 1, line => line.AsSpan().Trim().SequenceEqual(marker));
            var body = string.Join('\n', lines[(index + 1)..(end < 0 ? lines.Length : end)]);
            if (body.AsSpan().TrimStart().StartsWith("{")) return new Heredoc(body, index + 1);
            if (end < 0) return null;
            index = end;
        }

        return null;
    }

    private static string? Marker(string line)
    {
        var start = line.IndexOf("<<", StringComparison.Ordinal);
        if (start < 0) return null;
        var marker = line[(start + 2)..].TrimStart('-', '~').Trim().Trim('"');
        return marker.Length > 0 && marker.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? marker : null;
    }
}

/// <summary>Tells a policy from other JSON, and takes it out of the answers in which AWS gives it.</summary>
internal static class JsonWrapping
{
    /// <summary>Where the answers of get-role, get-role-policy, get-policy-version and their lists hold the document.</summary>
    private static readonly string[][] Places =
    [
        ["Role", "AssumeRolePolicyDocument"], ["PolicyVersion", "Document"], ["AssumeRolePolicyDocument"], ["PolicyDocument"],
        ["Document"], ["assume_role_policy"],
    ];

    public static UnpackedPolicy Read(UnpackedPolicy packed)
    {
        // The map goes first: JsonElement throws on the very names that it finds to be unreadable.
        var json = Encoding.UTF8.GetBytes(packed.Json!);
        if (JsonTextMap.Read(json).UnreadableAt is { } unreadable)
        {
            return packed.End(FormatFault.Refused(
                null,
                $"Under {PlainText.Shorten(unreadable)} a name is longer than any of IAM, or a text has half of a surrogate pair, such "
                    + "as \\ud800 alone.",
                "Correct the text at this place."));
        }

        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        using var document = JsonDocument.Parse(json, options);
        var root = document.RootElement;
        if (root.TryGetProperty("Statement", out _)) return packed;
        if (root.TryGetProperty("terraform_version", out _) || root.TryGetProperty("planned_values", out _))
        {
            return packed.End(FormatFault.Refused(
                null, "This is a Terraform plan or state, not a policy.", "Pass what terraform show -json prints with -TerraformPlan."));
        }

        if (root.TryGetProperty("AWSTemplateFormatVersion", out _) || IsTemplate(root))
        {
            return packed.End(FormatFault.Refused(
                null,
                "This is a CloudFormation template, not a policy.",
                "Pass the PolicyDocument or AssumeRolePolicyDocument in it, with its functions filled in."));
        }

        if (root.TryGetProperty("Effect", out _))
        {
            return packed.End(FormatFault.Refused(
                packed.FirstLine,
                "This is a lone statement without the document around it.",
                "Write {\"Version\": \"2012-10-17\", \"Statement\": [ … ]} around it."));
        }

        foreach (var place in Places)
        {
            if (Find(root, place) is { } inner)
            {
                return (packed with { Json = inner, FirstLine = null }).With(FormatFault.Warning(
                    $"This is an answer of AWS that holds a policy under {string.Join('.', place)}.",
                    $"Nothing need be changed in AWS. The AWS CLI gives the policy alone with --query {string.Join('.', place)}."));
            }
        }

        return packed;
    }

    /// <summary>"Resources" of CloudFormation holds objects with a Type; in a policy it is a slip for Resource.</summary>
    private static bool IsTemplate(JsonElement root) =>
        root.TryGetProperty("Resources", out var resources)
        && resources.ValueKind == JsonValueKind.Object
        && resources.EnumerateObject().Any(item =>
            item.Value.ValueKind == JsonValueKind.Object && item.Value.TryGetProperty("Type", out _));

    private static string? Find(JsonElement json, string[] place)
    {
        foreach (var name in place)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json)) return null;
        }

        return json.ValueKind switch
        {
            JsonValueKind.Object => json.GetRawText(),
            JsonValueKind.String when json.GetString() is { Length: > 0 } text => text,
            _ => null,
        };
    }
}
