using System.Text;

namespace AssumeRole.Policies;

/// <summary>
/// A text with the wildcards * (any characters) and ? (one character). A wildcard that came from a variable's value is plain
/// text, hence the mask.
/// </summary>
internal readonly struct WildcardPattern(string text, bool[] isLiteral)
{
    /// <summary>The pattern as text, for comparisons that know no wildcards.</summary>
    public string Text => text;

    /// <summary>Reads a pattern whose every * and ? is a wildcard.</summary>
    public static WildcardPattern Of(string text) => new(text, new bool[text.Length]);

    /// <summary>Matches in time linear in the text for each star, never exponential.</summary>
    public bool IsMatch(ReadOnlySpan<char> candidate, bool ignoreCase) => IsMatch(text, isLiteral, candidate, ignoreCase);

    /// <summary>
    /// Matches two ARNs part by part. A star stays within its part, save the last, which is free to contain colons.
    /// </summary>
    public bool IsArnMatch(string candidate)
    {
        const int parts = 6;
        ReadOnlySpan<char> pattern = text;
        ReadOnlySpan<bool> mask = isLiteral;
        ReadOnlySpan<char> rest = candidate;
        for (var part = 1; part < parts; part++)
        {
            var patternEnd = pattern.IndexOf(':');
            var candidateEnd = rest.IndexOf(':');
            if (patternEnd < 0 || candidateEnd < 0) return false;
            if (!IsMatch(pattern[..patternEnd], mask[..patternEnd], rest[..candidateEnd], ignoreCase: false)) return false;
            pattern = pattern[(patternEnd + 1)..];
            mask = mask[(patternEnd + 1)..];
            rest = rest[(candidateEnd + 1)..];
        }

        return IsMatch(pattern, mask, rest, ignoreCase: false);
    }

    private static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<bool> literal, ReadOnlySpan<char> text, bool ignoreCase)
    {
        int at = 0, inText = 0, star = -1, afterStar = 0;
        while (inText < text.Length)
        {
            if (at < pattern.Length && pattern[at] == '*' && !literal[at])
            {
                star = at++;
                afterStar = inText;
            }
            else if (at < pattern.Length && ((pattern[at] == '?' && !literal[at]) || Same(pattern[at], text[inText], ignoreCase)))
            {
                at++;
                inText++;
            }
            else if (star >= 0)
            {
                // Only the last star can still take more: an earlier one taking more gains nothing.
                at = star + 1;
                inText = ++afterStar;
            }
            else
            {
                return false;
            }
        }

        while (at < pattern.Length && pattern[at] == '*' && !literal[at]) at++;
        return at == pattern.Length;
    }

    private static bool Same(char left, char right, bool ignoreCase) =>
        left == right || (ignoreCase && char.ToUpperInvariant(left) == char.ToUpperInvariant(right));
}

/// <summary>
/// Puts the request's values in place of ${key} and ${key, 'default'}; ${*}, ${?} and ${$} stand for those characters
/// (IAM guide, "policy variables").
/// </summary>
internal static class PolicyVariables
{
    /// <summary>
    /// Expands a text. Null if a variable has no value and no default, or has several values: such a text matches nothing.
    /// </summary>
    public static WildcardPattern? Expand(string text, RequestContext context)
    {
        if (!text.Contains("${", StringComparison.Ordinal)) return WildcardPattern.Of(text);
        var expanded = new StringBuilder();
        List<bool> literal = [];
        for (var index = 0; index < text.Length; index++)
        {
            var end = text.AsSpan(index).StartsWith("${") ? text.IndexOf('}', index) : -1;
            if (end < 0)
            {
                expanded.Append(text[index]);
                literal.Add(false);
                continue;
            }

            if (Resolve(text[(index + 2)..end], context) is not { } value) return null;
            expanded.Append(value);
            literal.AddRange(Enumerable.Repeat(true, value.Length));
            index = end;
        }

        return new WildcardPattern(expanded.ToString(), [.. literal]);
    }

    /// <summary>
    /// Expands the ARN of a resource. Variables stand in its last part only, after the fifth colon: elsewhere the ARN matches
    /// nothing.
    /// </summary>
    public static WildcardPattern? ExpandResource(string arn, RequestContext context) =>
        StandInLastPart(arn) ? Expand(arn, context) : null;

    /// <summary>The ARN of a resource with a star for every variable whose value is not known.</summary>
    public static string WidenResource(string arn, Func<string, bool> isUnknown)
    {
        if (!StandInLastPart(arn)) return arn;
        var widened = new StringBuilder();
        for (var index = 0; index < arn.Length; index++)
        {
            var end = arn.AsSpan(index).StartsWith("${") ? arn.IndexOf('}', index) : -1;
            if (end < 0 || !Keys(arn[index..(end + 1)]).Any(isUnknown))
            {
                widened.Append(arn[index]);
                continue;
            }

            widened.Append('*');
            index = end;
        }

        return widened.ToString();
    }

    private static bool StandInLastPart(string arn)
    {
        const int colonsBeforeResource = 5;
        var first = arn.IndexOf("${", StringComparison.Ordinal);
        return first < 0 || arn.AsSpan(0, first).Count(':') >= colonsBeforeResource;
    }

    /// <summary>The context keys that a text asks for, in order.</summary>
    public static IEnumerable<string> Keys(string text)
    {
        for (var start = text.IndexOf("${", StringComparison.Ordinal); start >= 0;)
        {
            var end = text.IndexOf('}', start);
            if (end < 0) yield break;
            var variable = text[(start + 2)..end];
            if (!IsCharacter(variable)) yield return Key(variable);
            start = text.IndexOf("${", end, StringComparison.Ordinal);
        }
    }

    private static string? Resolve(string variable, RequestContext context)
    {
        if (IsCharacter(variable)) return variable;
        if (context[Key(variable)] is [var value]) return value;
        var comma = variable.IndexOf(',', StringComparison.Ordinal);
        var quoted = comma < 0 ? "" : variable[(comma + 1)..].Trim();
        return quoted.Length >= 2 && quoted[0] == '\'' && quoted[^1] == '\'' ? quoted[1..^1] : null;
    }

    /// <summary>Whether ${...} stands for that very character, which would be a wildcard or a variable otherwise.</summary>
    private static bool IsCharacter(string variable) => variable is "*" or "?" or "$";

    private static string Key(string variable)
    {
        var comma = variable.IndexOf(',', StringComparison.Ordinal);
        return (comma < 0 ? variable : variable[..comma]).Trim();
    }
}
