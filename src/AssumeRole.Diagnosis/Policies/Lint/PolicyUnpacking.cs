using System.Text.Json;

namespace AssumeRole.Policies.Lint;

/// <summary>Finds the JSON in an encoding, a URL, a string, a response of the AWS CLI or a Terraform heredoc.</summary>
internal static class PolicyUnpacking
{
    /// <summary>API responses hold encoded policies, and shells may quote them: wrappings nest.</summary>
    private const int MostLayers = 8;

    public static UnpackedPolicy Unpack(PolicySource source)
    {
        var unpacked = new UnpackedPolicy(source.Text, 1, []);
        if (source.Text.Length > PolicySource.MaximumLength)
            return unpacked.End(null, $"The text has {source.Text.Length} characters: no policy is as long.");
        if (source.IsUtf16) unpacked = WarnOfUtf16(unpacked);
        for (var layer = 0; layer < MostLayers; layer++)
        {
            var inner = UnpackOnce(unpacked);
            if (inner.Json is null || inner.Json == unpacked.Json) return inner;
            unpacked = inner;
        }

        return unpacked.End(null, "The policy is packed in too many layers of encoding.");
    }

    private static UnpackedPolicy WarnOfUtf16(UnpackedPolicy packed) =>
        packed.Warn("The text is in UTF-16, and AWS takes UTF-8.", "Save the file as UTF-8, without a byte order mark.");

    private static UnpackedPolicy UnpackOnce(UnpackedPolicy packed)
    {
        var text = packed.Json!;
        if (text.Contains('\0', StringComparison.Ordinal))
            return WarnOfUtf16(packed with { Json = text.Replace("\0", "", StringComparison.Ordinal) });
        if (text.StartsWith('\uFEFF'))
        {
            return (packed with { Json = text.TrimStart('\uFEFF') }).Warn(
                "The text begins with a byte order mark, which AWS takes for a syntax error.",
                "Save the file as UTF-8 without a byte order mark.");
        }

        var start = text.AsSpan().TrimStart();
        if (start.IsEmpty) return packed.End(null, "The policy's text is empty.");
        if (start.StartsWith("%7B", StringComparison.OrdinalIgnoreCase) || start.StartsWith("%25"))
        {
            return (packed with { Json = Uri.UnescapeDataString(text), FirstLine = null }).Warn(
                "The policy is URL-encoded, as the IAM API returns it.",
                "Nothing need be changed in AWS. Pass the decoded text, as the AWS CLI shows it.");
        }

        return start[0] switch
        {
            '"' or '\'' => UnpackQuoted(packed, start.TrimEnd()),
            '{' => JsonRepair.Read(packed),
            _ => ForeignFormat.Read(packed),
        };
    }

    /// <summary>A document as a JSON string, or in quotes that the shell should have removed.</summary>
    private static UnpackedPolicy UnpackQuoted(UnpackedPolicy packed, ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[^1] != text[0]) return ForeignFormat.Read(packed);
        var inner = (text[0] == '"' ? Decode(text.ToString()) : null) ?? text[1..^1].ToString();
        if (inner.AsSpan().TrimStart() is not ['{' or '"' or '%', ..]) return ForeignFormat.Read(packed);
        return (packed with { Json = inner, FirstLine = null }).Warn(
            "The policy is in quotes, as a text within JSON or as a shell was meant to take them off.",
            "Pass the document itself, without the quotes around it.");
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

/// <summary><c>Json</c> may have comments and trailing commas. <c>FirstLine</c> is null if its lines are not those of the text.</summary>
internal sealed record UnpackedPolicy(string? Json, int? FirstLine, IReadOnlyList<FormatFault> Faults)
{
    /// <summary>The line of the original text in which a character of the JSON stands, or null.</summary>
    public int? LineOf(int index) => FirstLine + Json.AsSpan(0, Math.Max(0, index)).Count('\n');

    /// <summary>Adds a fault that leaves the policy as it is.</summary>
    public UnpackedPolicy Warn(string cause, string remedy) => With(new(PolicyLintSeverity.Warning, null, cause, remedy));

    public UnpackedPolicy Refuse(int? line, string cause, string? remedy = null) =>
        With(new(PolicyLintSeverity.Refused, line, cause, remedy));

    /// <summary>Ends the search: there is no JSON.</summary>
    public UnpackedPolicy End(int? line, string cause, string? remedy = null) => Refuse(line, cause, remedy) with { Json = null };

    private UnpackedPolicy With(FormatFault fault) => this with { Faults = [.. Faults, fault] };
}

/// <summary>A fault of the text around the policy. Without a remedy, the catalogue's advice is given.</summary>
internal sealed record FormatFault(PolicyLintSeverity Severity, int? Line, string Cause, string? Remedy);
