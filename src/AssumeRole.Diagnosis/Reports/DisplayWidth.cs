using System.Globalization;
using System.Text;

namespace AssumeRole.Reports;

/// <summary>Measures, cuts and wraps text by the columns that it takes on a terminal.</summary>
internal static class DisplayWidth
{
    public static int Width(string text) => text.EnumerateRunes().Sum(Width);

    public static string Cut(string text, int width, string ellipsis)
    {
        if (Width(text) <= width) return text;
        var (cut, used) = (new StringBuilder(), Width(ellipsis));
        foreach (var rune in text.EnumerateRunes())
        {
            used += Width(rune);
            if (used > width) break;
            cut.Append(rune);
        }

        return cut.ToString().TrimEnd() + ellipsis;
    }

    /// <summary>Breaks between words. A word wider than a line is broken behind a slash or a colon, or anywhere if it has none.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        foreach (var line in text.Split('\n'))
        {
            var current = string.Empty;
            foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var gap = current.Length == 0 ? string.Empty : " ";
                foreach (var part in Width(word) > width ? SplitAtMarks(word, width) : [word])
                {
                    if (Width(current) + gap.Length + Width(part) > width && current.Length > 0)
                    {
                        yield return current;
                        (current, gap) = (string.Empty, string.Empty);
                    }

                    current += gap + part;
                    gap = string.Empty;
                }
            }

            yield return current;
        }
    }

    private static IEnumerable<string> SplitAtMarks(string word, int width)
    {
        var part = new StringBuilder();
        var used = 0;
        foreach (var rune in word.EnumerateRunes())
        {
            if (used + Width(rune) > width)
            {
                yield return part.ToString();
                part.Clear();
                used = 0;
            }

            part.Append(rune);
            used += Width(rune);
            if (rune.Value is not ('/' or ':')) continue;
            yield return part.ToString();
            part.Clear();
            used = 0;
        }

        yield return part.ToString();
    }

    private static int Width(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => 0,
        _ => IsWide(rune.Value) ? 2 : 1,
    };

    // Unicode Standard Annex 11: the blocks of wide and fullwidth letters.
    private static bool IsWide(int value) => value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6)
        or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD);
}
