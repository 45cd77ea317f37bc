using System.Globalization;

namespace AssumeRole;

/// <summary>Texts of others on their way to a terminal.</summary>
internal static class PlainText
{
    /// <summary>
    /// The text without control and format characters: a document must not move the reader's cursor or turn its words.
    /// </summary>
    public static string Clean(string text) =>
        text.Any(IsUnsafe) ? string.Concat(text.Select(letter => IsUnsafe(letter) ? '\uFFFD' : letter)) : text;

    /// <summary>The text with an end if it is long.</summary>
    public static string Shorten(string text, int longest = 160) => text.Length > longest ? $"{text[..longest]}…" : text;

    private static bool IsUnsafe(char letter) =>
        CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
