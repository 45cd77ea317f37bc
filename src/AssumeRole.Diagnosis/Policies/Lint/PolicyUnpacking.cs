using System.Text.Json;

namespace AssumeRole.Policies.Lint;

/// <summary>
/// Finds the JSON in a text, and names whatever it is packed in: a file's encoding, a URL, a string, an answer of the AWS CLI, a
/// Terraform heredoc.
/// </summary>
internal static class PolicyUnpacking
{
    /// <summary>Packings in packings that are undone: the answer of an API holds an encoded policy, and a shell may quote it.</summary>
    private const int MostLayers = 8;

    public static UnpackedPolicy Unpack(PolicySource source)
    {
        var unpacked = new UnpackedPolicy(source.Text, 1, []);
        if (source.Text.Length > PolicySource.MaximumLength)
            return unpacked.End(FormatFault.Refused(null, $"The text has {source.Text.Length} characters: no policy is as long."));
        if (source.IsUtf16) unpacked = unpacked.With(Utf16);
        for (var layer = 0; layer < MostLayers; layer++)
        {
            var inner = UnpackOnce(unpacked);
            if (inner.Json is null || inner.Json == unpacked.Json) return inner;
            unpacked = inner;
        }

        return unpacked.End(FormatFault.Refused(null, "The policy is packed in too many layers of encoding."));
    }

    private static FormatFault Utf16 => FormatFault.Warning(
        "The text is in UTF-16, and AWS takes UTF-8.", "Save the file as UTF-8, without a byte order mark.");

    private static UnpackedPolicy UnpackOnce(UnpackedPolicy packed)
    {
        var text = packed.Json!;
        if (text.Contains('\0', StringComparison.Ordinal))
            return (packed with { Json = text.Replace("\0", "", StringComparison.Ordinal) }).With(Utf16);
        if (text.StartsWith('\uFEFF'))
        {
            return (packed with { Json = text.TrimStart('\uFEFF') }).With(FormatFault.Warning(
                "The text begins with a byte order mark, which AWS takes for a syntax error.",
                "Save the file as UTF-8 without a byte order mark."));
        }

        var start = text.AsSpan().TrimStart();
        if (start.IsEmpty) return packed.End(FormatFault.Refused(null, "The policy's text is empty."));
        if (start.StartsWith("%7B", StringComparison.OrdinalIgnoreCase) || start.StartsWith("%25"))
        {
            return (packed with { Json = Uri.UnescapeDataString(text), FirstLine = null }).With(FormatFault.Warning(
                "The policy is URL-encoded, as the IAM API returns it.",
                "Nothing need be changed in AWS. Pass the decoded text, as the AWS CLI shows it."));
        }

        return start[0] switch
        {
            '"' or '\'' => UnpackQuoted(packed, start.TrimEnd()),
            '{' => JsonRepair.Read(packed),
            _ => ForeignFormat.Read(packed),
        };
    }

    /// <summary>A document as a JSON string, or in the quotes that a shell should have taken off.</summary>
    private static UnpackedPolicy UnpackQuoted(UnpackedPolicy packed, ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[^1] != text[0]) return ForeignFormat.Read(packed);
        var inner = (text[0] == '"' ? Decode(text.ToString()) : null) ?? text[1..^1].ToString();
        if (inner.AsSpan().TrimStart() is not ['{' or '"' or '%', ..]) return ForeignFormat.Read(packed);
        return (packed with { Json = inner, FirstLine = null }).With(FormatFault.Warning(
            "The policy is in quotes, as a text within JSON or as a shell was meant to take them off.",
            "Pass the document itself, without the quotes around it."));
    }

    private static string? Decode(string quoted)
    {
        try
        {
            using var json = JsonDocument.Parse(System.Text.Encoding.UTF8.GetBytes(quoted));
            return json.RootElement.GetString();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>The JSON that a text holds, and what it was packed in.</summary>
/// <param name="Json">The JSON, comments and commas too many perhaps included, or null if there is none.</param>
/// <param name="FirstLine">The line of the original text at which it begins, or null if that has no lines of its own.</param>
/// <param name="Faults">What is not as AWS would take it.</param>
internal sealed record UnpackedPolicy(string? Json, int? FirstLine, IReadOnlyList<FormatFault> Faults)
{
    public UnpackedPolicy With(FormatFault fault) => this with { Faults = [.. Faults, fault] };

    /// <summary>The end of the search: there is no JSON.</summary>
    public UnpackedPolicy End(FormatFault fault) => With(fault) with { Json = null };
}

/// <summary>Something about a text that is not plain JSON.</summary>
/// <param name="Severity">Warning if the policy itself may be right and is only packed in something else.</param>
/// <param name="Line">The line, from 1, or null.</param>
/// <param name="Cause">What it is.</param>
/// <param name="Remedy">What to do, or null for the catalogue's advice.</param>
internal sealed record FormatFault(PolicyLintSeverity Severity, int? Line, string Cause, string? Remedy = null)
{
    public static FormatFault Warning(string cause, string remedy) => new(PolicyLintSeverity.Warning, null, cause, remedy);

    public static FormatFault Refused(int? line, string cause, string? remedy = null) =>
        new(PolicyLintSeverity.Refused, line, cause, remedy);
}
