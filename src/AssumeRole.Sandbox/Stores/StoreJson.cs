using System.Text.Json;

namespace AssumeRole.Sandbox.Stores;

/// <summary>How answers write what both stores have.</summary>
internal static class StoreJson
{
    /// <summary>A time as seconds since 1970.</summary>
    public static void WriteTime(this Utf8JsonWriter json, string name, DateTimeOffset moment) =>
        json.WriteNumber(name, moment.ToUnixTimeMilliseconds() / 1000m);

    public static void WriteTags(this Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> tags)
    {
        json.WriteStartArray(name);
        foreach (var (key, value) in tags)
        {
            json.WriteStartObject();
            json.WriteString("Key", key);
            json.WriteString("Value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
