using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AssumeRole.Policies.Lint;

internal static partial class JsonRepair
{
    public static UnpackedPolicy Read(UnpackedPolicy packed)
    {
        var text = packed.Json!;
        if (Error(text, default) is null) return JsonWrapping.Read(packed);
        if (Error(text, JsonTextMap.Lenient) is not { } real) return ReadLenient(packed, text);

        (Regex Wrong, string Replacement, string Cause, string Remedy)[] repairs =
        [
            (TypographicQuote(), "\"", "The policy has typographic quotes, as web pages and word processors make them.",
                "Write straight quotes: \" in place of each of them."),
            (HashLine(), "", "The policy has comments, and JSON has none.", "Take them out."),
        ];
        foreach (var (wrong, replacement, cause, remedy) in repairs)
        {
            // A repair that leaves JSON shows what was wrong; the lint goes on with it.
            var repaired = wrong.Replace(text, replacement);
            if (repaired != text && Error(repaired, JsonTextMap.Lenient) is null)
                return packed.Refuse(packed.LineOf(wrong.Match(text).Index), cause, remedy) with { Json = repaired };
        }

        return ForeignFormat.FindTerraform(packed, text) ?? Explain(packed, text, real);
    }

    private static UnpackedPolicy ReadLenient(UnpackedPolicy packed, string text)
    {
        if (FindComment(text) is { } comment)
        {
            packed = packed.Refuse(
                packed.FirstLine + comment,
                "The policy has comments, and JSON has none.",
                "Take them out; a statement can say what it is for in its Sid.");
        }

        if (Error(text, JsonTextMap.Lenient with { AllowTrailingCommas = false }) is { } comma)
        {
            packed = packed.Refuse(
                LineOf(packed, comma), "A comma stands before a closing bracket, and JSON has none there.", "Take the comma out.");
        }

        return JsonWrapping.Read(packed);
    }

    private static UnpackedPolicy Explain(UnpackedPolicy packed, string text, JsonException error)
    {
        bool Says(string words) => error.Message.Contains(words, StringComparison.Ordinal);
        var (cause, remedy) = error.Message switch
        {
            _ when Says("depth to be zero") =>
                ("The policy ends before every { and [ is closed.", "Add the brackets that are missing."),
            _ when Says("after a single JSON value") =>
                ("Something follows after the end of the document.", "Keep one document, and nothing behind it."),
            _ when Says("is invalid after a value") =>
                ("A comma, or a closing bracket, is missing before this.", "Add it at the end of the line before, or here."),
            _ when SingleQuotes().IsMatch(text) =>
                ("The policy is written with single quotes.", "Write double quotes: JSON knows no others."),
            _ when Says("start of a property name") =>
                ("A name stands without quotes, or is missing.", "Write every name in double quotes."),
            _ => ($"The text is not JSON: {error.Message.Split(" LineNumber")[0]}", "Correct the text at this place."),
        };
        return packed.End(Says("depth to be zero") ? null : LineOf(packed, error), cause, remedy);
    }

    private static JsonException? Error(string text, JsonDocumentOptions options)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(text), options);
            return null;
        }
        catch (JsonException error)
        {
            return error;
        }
    }

    /// <summary>The number of lines before the first comment, or null.</summary>
    private static int? FindComment(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var options = new JsonReaderOptions { CommentHandling = JsonCommentHandling.Allow, AllowTrailingCommas = true };
        var reader = new Utf8JsonReader(bytes, options);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Comment) return bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
        }

        return null;
    }

    private static int? LineOf(UnpackedPolicy packed, JsonException error) => packed.FirstLine + (int?)error.LineNumber;

    [GeneratedRegex("[\u201C\u201D\u201E\u201F\u2033]")]
    private static partial Regex TypographicQuote();

    [GeneratedRegex(@"^[ \t]*#[^\n]*", RegexOptions.Multiline)]
    private static partial Regex HashLine();

    [GeneratedRegex(@"[{,\[]\s*'")]
    private static partial Regex SingleQuotes();
}
