using System.Globalization;

namespace AssumeRole.Credentials;

/// <summary>
/// Text that ends in an HTTP header: a key id, a token, an application's name. .NET's TryAddWithoutValidation writes a line end as it is,
/// and what follows it becomes a header of its own.
/// </summary>
internal static class HeaderText
{
    /// <summary>What keeps a text out of a header, without the text itself; null if nothing does.</summary>
    public static string? FindFault(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] is >= ' ' and <= '~') continue;
            var kind = text[index] switch
            {
                '\r' or '\n' => "a line end",
                < ' ' or '\u007F' => "a control character",
                _ => "a character that is not ASCII",
            };
            return string.Create(CultureInfo.InvariantCulture, $"has {kind}, U+{(int)text[index]:X4}, at place {index + 1} of {text.Length}");
        }

        return null;
    }
}
