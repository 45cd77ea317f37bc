namespace AssumeRole.Profiles;

/// <summary>
/// Reads the INI dialect of ~/.aws/config and ~/.aws/credentials (AWS SDK reference, "Shared config and credentials files").
/// Its own reader, because the SDK's keeps the paths of its first use for ever, takes ~/.aws when the named file is absent, and
/// would have to be loaded to complete a parameter.
/// </summary>
internal static class AwsProfileFile
{
    /// <summary>Reads sections in the file's order; a section that comes again is merged, the later value winning.</summary>
    public static IReadOnlyDictionary<string, Dictionary<string, string>> Parse(IEnumerable<string> lines)
    {
        var sections = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        Dictionary<string, string>? section = null;
        var parent = string.Empty;
        foreach (var line in lines)
        {
            var text = line.Trim();
            if (text.Length == 0 || text[0] is '#' or ';') continue;
            if (text[0] == '[')
            {
                section = Open(sections, text);
                parent = string.Empty;
                continue;
            }

            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (section is null || equals <= 0) continue;
            var key = text[..equals].TrimEnd();
            var value = WithoutComment(text[(equals + 1)..]).Trim();
            var nested = char.IsWhiteSpace(line[0]) && parent.Length > 0;
            if (!nested) parent = value.Length == 0 ? key : string.Empty;
            section[nested ? $"{parent}.{key}" : key] = value;
        }

        return sections;
    }

    private static Dictionary<string, string>? Open(Dictionary<string, Dictionary<string, string>> sections, string text)
    {
        var end = text.IndexOf(']', StringComparison.Ordinal);
        if (end < 0) return null;
        var name = string.Join(' ', text[1..end].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
        if (!sections.TryGetValue(name, out var section))
            sections[name] = section = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        return section;
    }

    private static string WithoutComment(string value)
    {
        for (var index = 1; index < value.Length; index++)
            if (value[index] is '#' or ';' && char.IsWhiteSpace(value[index - 1])) return value[..index];
        return value;
    }
}
