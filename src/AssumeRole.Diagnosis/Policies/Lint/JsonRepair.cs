using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AssumeRole.Policies.Lint;

/// <summary>Reads what begins like JSON, and says what keeps it from being JSON.</summary>
internal static partial class JsonRepair
{
    private static JsonDocumentOptions Lenient { get; } =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static UnpackedPolicy Read(UnpackedPolicy packed)
    {
        var text = packed.Json!;
        if (Error(text, default) is null) return JsonWrapping.Read(packed);
        if (Error(text, Lenient) is not { } real) return ReadLenient(packed, text);

        // A repair that leaves JSON shows what was wrong; the lint goes on with it.
        if (Repair(text, StraightQuotes) is { } straight)
        {
            return (packed with { Json = straight }).With(FormatFault.Refused(
                LineOf(packed, text.AsSpan().IndexOfAny(TypographicQuotes)),
                "The policy has typographic quotes, as web pages and word processors make them.",
                "Write straight quotes: \" in place of each of them."));
        }

        if (Repair(text, WithoutHashLines) is { } uncommented)
        {
            return (packed with { Json = uncommented }).With(FormatFault.Refused(
                LineOf(packed, HashLine().Match(text).Index), "The policy has comments, and JSON has none.", "Take them out."));
        }

        return ForeignFormat.FindTerraform(packed, text) ?? packed.End(Describe(packed, text, real));
    }

    /// <summary>The repaired text if it is JSON and differs.</summary>
    private static string? Repair(string text, Func<string, string> repair)
    {
        var repaired = repair(text);
        return repaired != text && Error(repaired, Lenient) is null ? repaired : null;
    }

    private static UnpackedPolicy ReadLenient(UnpackedPolicy packed, string text)
    {
        if (FindComment(text) is { } comment)
        {
            packed = packed.With(FormatFault.Refused(
                packed.FirstLine is { } first ? first + comment : null,
                "The policy has comments, and JSON has none.",
                "Take them out; a statement can say what it is for in its Sid."));
        }

        var withoutCommas = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip };
        if (Error(text, withoutCommas) is { } comma)
        {
            packed = packed.With(FormatFault.Refused(
                LineOf(packed, comma),
                "A comma stands before a closing bracket, and JSON has none there.",
                "Take the comma out."));
        }

        return JsonWrapping.Read(packed);
    }

    private static FormatFault Describe(UnpackedPolicy packed, string text, JsonException error)
    {
        var line = LineOf(packed, error);
        if (error.Message.Contains("depth to be zero", StringComparison.Ordinal))
            return FormatFault.Refused(null, "The policy ends before every { and [ is closed.", "Add the brackets that are missing.");
        if (error.Message.Contains("after a single JSON value", StringComparison.Ordinal))
        {
            return FormatFault.Refused(
                line, "Something follows after the end of the document.", "Keep one document, and nothing behind it.");
        }

        if (error.Message.Contains("is invalid after a value", StringComparison.Ordinal))
        {
            return FormatFault.Refused(
                line, "A comma, or a closing bracket, is missing before this.", "Add it at the end of the line before, or here.");
        }

        if (SingleQuotes().IsMatch(text))
            return FormatFault.Refused(line, "The policy is written with single quotes.", "Write double quotes: JSON knows no others.");
        if (error.Message.Contains("start of a property name", StringComparison.Ordinal))
            return FormatFault.Refused(line, "A name stands without quotes, or is missing.", "Write every name in double quotes.");
        var end = error.Message.IndexOf(" LineNumber", StringComparison.Ordinal);
        return FormatFault.Refused(
            line, $"The text is not JSON: {(end < 0 ? error.Message : error.Message[..end])}", "Correct the text at this place.");
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

    /// <summary>The lines before the first comment, or null if there is none.</summary>
    private static int? FindComment(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(
            bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Allow, AllowTrailingCommas = true });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Comment) return bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
        }

        return null;
    }

    private static int? LineOf(UnpackedPolicy packed, JsonException error) =>
        packed.FirstLine is { } first && error.LineNumber is { } line ? first + (int)line : null;

    private static int? LineOf(UnpackedPolicy packed, int index) =>
        packed.FirstLine is { } first ? first + packed.Json.AsSpan(0, Math.Max(0, index)).Count('\n') : null;

    private static readonly System.Buffers.SearchValues<char> TypographicQuotes =
        System.Buffers.SearchValues.Create("\u201C\u201D\u201E\u201F\u2033");

    private static string StraightQuotes(string text) => TypographicQuote().Replace(text, "\"");

    private static string WithoutHashLines(string text) => HashLine().Replace(text, "");

    [GeneratedRegex("[\u201C\u201D\u201E\u201F\u2033]")]
    private static partial Regex TypographicQuote();

    [GeneratedRegex(@"^[ \t]*#[^\n]*", RegexOptions.Multiline)]
    private static partial Regex HashLine();

    [GeneratedRegex(@"[{,\[]\s*'")]
    private static partial Regex SingleQuotes();
}
