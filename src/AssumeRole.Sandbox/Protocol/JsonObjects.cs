using System.Text.Json;

namespace AssumeRole.Sandbox.Protocol;

internal static class JsonObjects
{
    /// <summary>Returns null if the text is not a JSON object.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
