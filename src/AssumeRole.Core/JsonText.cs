using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AssumeRole;

internal static class JsonText
{
    private static readonly JsonWriterOptions Shown = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Indented and safe on a terminal. Only control characters are escaped: + of a session token stays as it is.</summary>
    public static string Write(JsonNode document) => Write(writer => document.WriteTo(writer));

    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Shown)) write(writer);
        return PlainText.EscapeInJson(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    /// <summary>One object in UTF-8, on one line unless the options say otherwise.</summary>
    public static byte[] WriteObject(Action<Utf8JsonWriter> writeMembers, JsonWriterOptions options = default)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    public static string WriteLine(Action<Utf8JsonWriter> writeMembers) => Encoding.UTF8.GetString(WriteObject(writeMembers));

    /// <summary>A document in ASCII: other characters stand in strings alone, where each UTF-16 unit may be escaped.</summary>
    public static string EscapeBeyondAscii(string document)
    {
        var escaped = new StringBuilder(document.Length);
        foreach (var unit in document)
            _ = char.IsAscii(unit) ? escaped.Append(unit) : escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}");
        return escaped.ToString();
    }

    /// <summary>A string member; null for any other, and for a value that is no object.</summary>
    public static string? FindText(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
