using System.Buffers;
using System.Globalization;
using System.Text;

namespace AssumeRole.Sessions;

/// <summary>
/// A text from outside as one literal in the language of its reader. Each method holds to its reader's whole rule: no character ends
/// the literal, is expanded, or comes back as another.
/// </summary>
internal static class QuotedText
{
    private const string LineEnd = "a line end";

    // PowerShell's tokenizer takes U+2018 to U+201B for the apostrophe (CharExtensions.IsSingleQuote), and doubled they stand for
    // themselves: CodeGeneration.EscapeSingleQuotedStringContent doubles all five.
    private static readonly SearchValues<char> PowerShellQuotes = SearchValues.Create("'\u2018\u2019\u201A\u201B");

    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n");
    private static readonly SearchValues<char> Expanding = SearchValues.Create("$`");
    private static readonly SearchValues<char> Escaping = SearchValues.Create("'\\\r\n");

    /// <summary>The fault that keeps a text out of variables and UTF-8, in words and without the text; null if there is none.</summary>
    public static string? FindFault(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? "NUL" : FindHalfSurrogate(text);

    /// <summary>The same for JSON, which escapes all that is a character.</summary>
    public static string? FindHalfSurrogate(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index])) continue;
            if (!Rune.TryGetRuneAt(text, index, out _))
                return string.Create(CultureInfo.InvariantCulture, $"half a surrogate pair, U+{(int)text[index]:X4}");
            index++;
        }

        return null;
    }

    /// <summary>The same for a line without quotes: NAME=value of docker run --env-file, which knows no escape.</summary>
    public static string? FindLineFault(string text) => FindFault(text) ?? (text.AsSpan().ContainsAny(LineEnds) ? LineEnd : null);

    /// <summary>
    /// The same for <see cref="ForDotenv"/>: what one dotenv reader takes as it is and another expands or escapes, and a backslash at
    /// the end, with which python-dotenv takes the closing quote for an escaped one.
    /// </summary>
    public static string? FindDotenvFault(string text)
    {
        if (FindFault(text) is { } fault) return fault;
        if (!text.AsSpan().ContainsAny(Expanding)) return text.EndsWith('\\') ? "a backslash at its end" : null;
        if (text.AsSpan().ContainsAny(Escaping)) return "a dollar sign or backtick beside a quote, backslash or line end";
        return text.Contains("${", StringComparison.Ordinal) ? "a dollar sign before a brace" : null;
    }

    /// <summary>
    /// A word for a POSIX shell, in single quotes. Backslashes stand outside of them as quotes do, so that fish reads the same: there a
    /// backslash in single quotes escapes a quote.
    /// </summary>
    public static string ForShell(string text)
    {
        var word = new StringBuilder("'", text.Length + 2);
        foreach (var character in text)
            _ = character is '\'' or '\\' ? word.Append("'\\").Append(character).Append('\'') : word.Append(character);
        return word.Append('\'').ToString();
    }

    /// <summary>
    /// An expression for PowerShell, in single quotes. A line end stands outside of them: what reads a program's lines and joins them
    /// would replace it by its own.
    /// </summary>
    public static string ForPowerShell(string text)
    {
        var literal = new StringBuilder("'", text.Length + 2);
        foreach (var character in text)
        {
            if (PowerShellQuotes.Contains(character)) literal.Append(character);
            _ = LineEnds.Contains(character)
                ? literal.Append(CultureInfo.InvariantCulture, $"'+[char]{(int)character}+'")
                : literal.Append(character);
        }

        literal.Append('\'');
        return text.AsSpan().ContainsAny(LineEnds) ? $"({literal})" : literal.ToString();
    }

    /// <summary>
    /// A value of a .env file, as python-dotenv, docker compose, and a shell that sources it agree on: in double quotes with \\, \" and, but
    /// for the shell, \n and \r; in single quotes, as it is, if it has what some of them would expand in double quotes.
    /// </summary>
    /// <param name="text">A text that <see cref="FindDotenvFault"/> finds nothing in.</param>
    public static string ForDotenv(string text)
    {
        if (text.AsSpan().ContainsAny(Expanding)) return $"'{text}'";
        var value = new StringBuilder("\"", text.Length + 2);
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' or '\\' => value.Append('\\').Append(character),
                '\n' => value.Append("\\n"),
                '\r' => value.Append("\\r"),
                _ => value.Append(character),
            };
        }

        return value.Append('"').ToString();
    }
}
