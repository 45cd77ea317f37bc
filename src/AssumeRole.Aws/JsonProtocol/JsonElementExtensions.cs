using System.Text.Json;

namespace AssumeRole.Aws.JsonProtocol;

/// <summary>How responses read their members.</summary>
internal static class JsonElementExtensions
{
    /// <summary>A member that is a text, or null.</summary>
    public static string? Text(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>A member that is a list, or nothing.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : Enumerable.Empty<JsonElement>();

    /// <summary>A list of tags.</summary>
    public static List<Tag> Tags(this JsonElement json, string name) =>
        [.. json.List(name).Select(tag => new Tag { Key = tag.Text("Key") ?? string.Empty, Value = tag.Text("Value") ?? string.Empty })];
}
