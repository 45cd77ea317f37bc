using System.Text.Json;

namespace AssumeRole.Policies;

/// <summary>Reads JSON without assumptions: missing or unexpected parts are undefined or empty.</summary>
internal static class JsonElementExtensions
{
    public static JsonElement Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : default;

    public static JsonElement At(this JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) json = json.Member(name);
        return json;
    }

    public static IEnumerable<JsonElement> Items(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [];

    public static IEnumerable<JsonProperty> Members(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Object ? json.EnumerateObject() : [];

    public static string? AsText(this JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString() : null;

    public static IEnumerable<string> Texts(this JsonElement json) => json.Items().Select(AsText).OfType<string>();
}
