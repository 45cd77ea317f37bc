namespace AssumeRole.Policies.Lint;

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
