using System.Text;

namespace AssumeRole.Policies;

/// <summary>A text with the wildcards * and ?. The mask marks those from a variable's value, which are plain text.</summary>
internal readonly struct WildcardPattern(string text, bool[] isLiteral)
{
    private const int ArnParts = 6;

    public string Text => text;

    public static WildcardPattern Parse(string text) => new(text, new bool[text.Length]);

    /// <summary>Takes linear time for each star, never exponential time.</summary>
    public bool IsMatch(ReadOnlySpan<char> candidate, bool ignoreCase) => IsMatch(text, isLiteral, candidate, ignoreCase);

    /// <summary>Matches two ARNs part by part. A star stays within its part, except in the last part, which may contain colons.</summary>
    public bool IsArnMatch(string candidate)
    {
        ReadOnlySpan<char> pattern = text;
        ReadOnlySpan<bool> mask = isLiteral;
        ReadOnlySpan<char> rest = candidate;
        for (var part = 1; part < ArnParts; part++)
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

    /// <summary>Matches a Resource (IAM guide, "IAM JSON policy elements: Resource"): a star stays within its part of the ARN. An incomplete
    /// ARN of an identity-based policy is completed with stars; elsewhere only its own last star goes beyond colons.</summary>
    public bool IsResourceMatch(string candidate, bool isIdentityBased)
    {
        if (text == "*" && !isLiteral[0]) return true;
        var missing = ArnParts - 1 - text.AsSpan().Count(':');
        if (missing <= 0) return IsArnMatch(candidate);
        if (!text.StartsWith("arn:", StringComparison.Ordinal) && !text.StartsWith('*')) return false;
        var endsOpen = text.EndsWith('*') && !isLiteral[^1];
        if (!isIdentityBased && !endsOpen) return false;
        var completed = new WildcardPattern(
            text + string.Concat(Enumerable.Repeat(":*", missing)), [.. isLiteral, .. new bool[2 * missing]]);
        return completed.IsArnMatch(candidate);
    }

    /// <summary>Whether some text fits both patterns.</summary>
    public bool CanMatch(WildcardPattern other)
    {
        // Row by row: whether the first characters of this pattern can fit the first ones of the other.
        var row = new bool[other.Text.Length + 1];
        row[0] = true;
        for (var column = 1; column < row.Length; column++) row[column] = row[column - 1] && other.IsStar(column - 1);
        for (var at = 0; at < text.Length; at++)
        {
            var next = new bool[row.Length];
            next[0] = row[0] && IsStar(at);
            for (var column = 1; column < row.Length; column++)
            {
                var both = row[column - 1] && (IsWildcard(at) || other.IsWildcard(column - 1) || text[at] == other.Text[column - 1]);
                var aboveStar = (IsStar(at) || other.IsStar(column - 1)) && (row[column] || next[column - 1]);
                next[column] = both || aboveStar;
            }

            row = next;
        }

        return row[^1];
    }

    private bool IsStar(int at) => text[at] == '*' && !isLiteral[at];

    private bool IsWildcard(int at) => text[at] is '*' or '?' && !isLiteral[at];

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

/// <summary>${key}, ${key, 'default'}, and ${*}, ${?} and ${$} for those characters (IAM guide, "policy variables").</summary>
internal static class PolicyVariables
{
    /// <summary>Null if a variable has no value and no default, or several values: such a text matches nothing.</summary>
    public static WildcardPattern? Expand(string text, RequestContext context)
    {
        if (!text.Contains("${", StringComparison.Ordinal)) return WildcardPattern.Parse(text);
        var expanded = new StringBuilder();
        List<bool> literal = [];
        foreach (var (part, isVariable) in Split(text))
        {
            if ((isVariable ? Resolve(part, context) : part) is not { } value) return null;
            expanded.Append(value);
            literal.AddRange(Enumerable.Repeat(isVariable, value.Length));
        }

        return new WildcardPattern(expanded.ToString(), [.. literal]);
    }

    /// <summary>Variables are valid in the last part of an ARN only, after the fifth colon; elsewhere the ARN matches nothing.</summary>
    public static WildcardPattern? ExpandResource(string arn, RequestContext context) =>
        StandInLastPart(arn) ? Expand(arn, context) : null;

    public static string WidenResource(string arn, Func<string, bool> isUnknown)
    {
        if (!StandInLastPart(arn)) return arn;
        string Widen(string variable) => !IsCharacter(variable) && isUnknown(Key(variable)) ? "*" : $"${{{variable}}}";
        return string.Concat(Split(arn).Select(part => part.IsVariable ? Widen(part.Text) : part.Text));
    }

    public static bool StandInLastPart(string arn)
    {
        const int colonsBeforeResource = 5;
        var first = arn.IndexOf("${", StringComparison.Ordinal);
        return first < 0 || arn.AsSpan(0, first).Count(':') >= colonsBeforeResource;
    }

    public static IEnumerable<string> Keys(string text) =>
        Split(text).Where(part => part.IsVariable && !IsCharacter(part.Text)).Select(part => Key(part.Text));

    public static bool IsCharacter(string variable) => variable is "*" or "?" or "$";

    public static string Key(string variable) => variable.Split(',')[0].Trim();

    public static IEnumerable<(string Text, bool IsVariable)> Split(string text)
    {
        var start = 0;
        while (text.IndexOf("${", start, StringComparison.Ordinal) is >= 0 and var open && text.IndexOf('}', open) is >= 0 and var close)
        {
            yield return (text[start..open], false);
            yield return (text[(open + 2)..close], true);
            start = close + 1;
        }

        yield return (text[start..], false);
    }

    private static string? Resolve(string variable, RequestContext context)
    {
        if (IsCharacter(variable)) return variable;
        if (context[Key(variable)] is [var value] && !MultivaluedKeys.Contains(Key(variable))) return value;
        return variable.Split(',', 2) is [_, var preset] && preset.Trim() is ['\'', .. var text, '\''] ? text : null;
    }
}
