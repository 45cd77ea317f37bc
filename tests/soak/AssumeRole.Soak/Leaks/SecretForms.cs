using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AssumeRole.Soak.Leaks;

/// <summary>The forms in which a secret may stand in what a program wrote.</summary>
internal static class SecretForms
{
    /// <summary>Each form by its name, as bytes. Forms that are the same stand there once.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Of(string secret)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, text) in Texts(secret))
        {
            if (!seen.Add(text)) continue;
            yield return (name, Encoding.UTF8.GetBytes(text));
            yield return (name + " in UTF-16", Encoding.Unicode.GetBytes(text));
            yield return (name + " in big-endian UTF-16", Encoding.BigEndianUnicode.GetBytes(text));
        }
    }

    private static IEnumerable<(string Name, string Text)> Texts(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return ("plain", secret);
        yield return ("reversed", new string([.. secret.Reverse()]));
        foreach (var form in Base64("base64", bytes)) yield return form;
        // What pwsh -EncodedCommand takes.
        foreach (var form in Base64("base64 of UTF-16", Encoding.Unicode.GetBytes(secret))) yield return form;
        yield return ("hex", Convert.ToHexStringLower(bytes));
        yield return ("hex", Convert.ToHexString(bytes));
        yield return ("hex with dashes", BitConverter.ToString(bytes));
        var escaped = Uri.EscapeDataString(secret);
        yield return ("URL-encoded", escaped);
        yield return ("URL-encoded", LowerEscapes(escaped));
        yield return ("percent-encoded", string.Concat(bytes.Select(value => "%" + value.ToString("X2", CultureInfo.InvariantCulture))));
        yield return ("percent-encoded", string.Concat(bytes.Select(value => "%" + value.ToString("x2", CultureInfo.InvariantCulture))));
        var json = JsonEncodedText.Encode(secret).ToString();
        yield return ("JSON-escaped", json);
        yield return ("JSON-escaped", LowerEscapes(json));
        yield return ("JSON-escaped", secret.Replace("/", "\\/", StringComparison.Ordinal));
    }

    /// <summary>
    /// The characters that depend on the secret alone, wherever in the encoded bytes it begins: at a multiple of three, or one or two
    /// behind it.
    /// </summary>
    private static IEnumerable<(string Name, string Text)> Base64(string name, byte[] bytes)
    {
        for (var offset = 0; offset < 3; offset++)
        {
            var encoded = Convert.ToBase64String([.. new byte[offset], .. bytes, .. new byte[2]]);
            var from = ((offset * 8) + 5) / 6;
            var to = (offset + bytes.Length) * 8 / 6;
            var text = encoded[from..to];
            yield return ($"{name}, alignment {offset}", text);
            yield return ($"{name} for URLs, alignment {offset}", text.Replace('+', '-').Replace('/', '_'));
        }
    }

    private static string LowerEscapes(string text) => string.Concat(text.Select((character, at) =>
        IsEscape(text, at) ? char.ToLowerInvariant(character) : character));

    /// <summary>Whether a character is one of the digits of %2B or \u002B.</summary>
    private static bool IsEscape(string text, int at) =>
        (at >= 1 && text[at - 1] == '%')
        || (at >= 2 && text[at - 2] == '%')
        || text.LastIndexOf("\\u", at, Math.Min(at + 1, 6), StringComparison.Ordinal) >= 0;
}
