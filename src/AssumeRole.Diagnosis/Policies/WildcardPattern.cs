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
