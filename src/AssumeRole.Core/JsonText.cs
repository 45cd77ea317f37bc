using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AssumeRole;

/// <summary>Writes indented JSON that is safe on a terminal. Only control characters are escaped: + of a session token stays as it is.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonNode document) => Write(writer => document.WriteTo(writer));

    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options)) write(writer);
        return PlainText.EscapeInJson(Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
