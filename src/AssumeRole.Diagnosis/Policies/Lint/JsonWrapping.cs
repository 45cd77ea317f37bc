using System.Text;
using System.Text.Json;

namespace AssumeRole.Policies.Lint;

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
