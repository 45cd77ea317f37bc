using System.Text.RegularExpressions;

namespace AssumeRole.Testing.Fuzz;

/// <summary>Takes a text of JSON, XML, INI, HTTP or an ARN apart, so that it can be changed without always breaking its syntax.</summary>
internal static partial class FuzzTokens
{
    public static string[] Split(string text) => [.. Token().Matches(text).Select(match => match.Value)];

    /// <summary>Where the value that begins at a token ends: behind its own bracket or tag, or behind itself.</summary>
    public static int EndOfValue(List<string> tokens, int start)
    {
        var (open, close) = tokens[start] switch
        {
            "{" => ("{", "}"),
            "[" => ("[", "]"),
            ['<', not ('/' or '!' or '?'), .., not '/', '>'] tag => (tag, $"</{tag[1..^1].Split(' ')[0]}>"),
            _ => (string.Empty, string.Empty),
        };
        if (open.Length == 0) return start + 1;
        var depth = 0;
        for (var index = start; index < tokens.Count; index++)
        {
            if (tokens[index] == open) depth++;
            else if (tokens[index] == close && --depth == 0) return index + 1;
        }

        return tokens.Count;
    }

    [GeneratedRegex("""
        "(?:\\.|[^"\\])*"|<[^<>]*>|[\w.+-]+|\s+|.
        """, RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
