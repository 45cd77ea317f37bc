using System.Globalization;
using System.Text;

namespace AssumeRole;

/// <summary>
/// Makes a text that came from elsewhere (an error of AWS, a file's name, a policy's Sid) harmless to show: an escape sequence does
/// not reach a terminal, and a page stays well-formed.
/// </summary>
public static class PlainText
{
    private static readonly Rune Stand = new('\uFFFD');

    /// <summary>The text with a stand-in for whatever could steer a terminal or turn the order of letters, line ends included.</summary>
    internal static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) clean.Append(IsHarmful(rune) ? Stand : rune);
        return clean.ToString();
    }

    /// <summary>The clean text with its lines kept, a space for a tab, and no space around it.</summary>
    public static string CleanLines(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Replace('\t', ' ').Split('\n');
        return string.Join('\n', lines.Select(Clean)).Trim();
    }

    /// <summary>The clean text with a space for each tab and line end, and else as it is: one line, with its columns kept.</summary>
    internal static string CleanLine(string text) => Clean(text.ReplaceLineEndings(" ").Replace('\t', ' '));

    /// <summary>The clean text on one line.</summary>
    public static string OnOneLine(string text) =>
        string.Join(' ', CleanLines(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Escapes in a JSON document what <see cref="Clean"/> would replace, all of it in strings. Lines end in line feeds.</summary>
    internal static string EscapeInJson(string json)
    {
        var escaped = new StringBuilder(json.Length);
        foreach (var rune in json.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            if (rune.Value == '\n' || !IsHarmful(rune)) escaped.Append(rune);
            else foreach (var unit in rune.ToString()) escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}");
        }

        return escaped.ToString();
    }

    /// <summary>The text with an end if it is long.</summary>
    internal static string Shorten(string text, int longest = 160) => text.Length > longest ? $"{text[..longest]}…" : text;

    /// <summary>The nearest text in ASCII, for a terminal that can show no more.</summary>
    internal static string ToAscii(string text)
    {
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
