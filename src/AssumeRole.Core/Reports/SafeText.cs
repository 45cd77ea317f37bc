using System.Globalization;
using System.Text;

namespace AssumeRole.Reports;

/// <summary>
/// Makes a text that came from elsewhere (an error of AWS, a file's name, a policy's Sid) harmless to show: an escape sequence does
/// not reach a terminal, and a page stays well-formed.
/// </summary>
public static class SafeText
{
    private const char Stand = '\uFFFD';

    /// <summary>The text with its lines kept, and a stand-in for whatever could steer a terminal or turn the order of letters.</summary>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value is '\n') clean.Append('\n');
            else if (rune.Value is '\t') clean.Append(' ');
            else if (IsHarmful(rune)) clean.Append(Stand);
            else clean.Append(rune);
        }

        return clean.ToString().Trim();
    }

    /// <summary>The clean text on one line.</summary>
    public static string OnOneLine(string text) =>
        string.Join(' ', Clean(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The nearest text in ASCII, for a terminal that can show no more.</summary>
    public static string ToAscii(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ascii = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            ascii.Append(rune.Value switch
            {
                < 0x80 => rune.ToString(),
                '…' => "...",
                '→' => "->",
                '–' or '—' => "-",
                '‘' or '’' => "'",
                '“' or '”' => "\"",
                _ => "?",
            });
        }

        return ascii.ToString();
    }

    // Control, format (bidirectional overrides and invisible letters), line and paragraph separators, private use, and what is not
    // a character at all, which XML does not allow either. EnumerateRunes has already replaced half surrogates.
    private static bool IsHarmful(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
