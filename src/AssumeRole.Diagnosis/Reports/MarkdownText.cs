using System.Text;

namespace AssumeRole.Reports;

/// <summary>Writes a text so that Markdown shows it as it is.</summary>
internal static class MarkdownText
{
    /// <summary>The text in a sentence or in a cell of a table, on one line.</summary>
    public static string Escape(string text)
    {
        var clean = PlainText.OnOneLine(text);
        var escaped = new StringBuilder(clean.Length);
        for (var index = 0; index < clean.Length; index++)
        {
            if ("\\`*_{}[]<>#|~&$!".Contains(clean[index], StringComparison.Ordinal)) escaped.Append('\\');
            escaped.Append(clean[index]);
            // GitHub tells whoever is named like this, in escaped text too; an empty comment keeps the name from the sign.
            if (clean[index] == '@' && index + 1 < clean.Length && char.IsAsciiLetterOrDigit(clean[index + 1])) escaped.Append("<!-- -->");
        }

        return escaped.ToString();
    }

    /// <summary>The text as code in a line.</summary>
    public static string Code(string text)
    {
        // A table ends its cell at a bar even within code.
        var clean = PlainText.OnOneLine(text).Replace("|", "\\|", StringComparison.Ordinal);
        var ticks = new string('`', LongestRun(clean) + 1);
        return clean.StartsWith('`') || clean.EndsWith('`') ? $"{ticks} {clean} {ticks}" : ticks + clean + ticks;
    }

    /// <summary>The text as a block of code.</summary>
    public static string Fence(string text)
    {
        var clean = PlainText.CleanLines(text);
        var ticks = new string('`', Math.Max(3, LongestRun(clean) + 1));
        return $"{ticks}text\n{clean}\n{ticks}";
    }

    private static int LongestRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var letter in text)
        {
            run = letter == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
