using System.Text.Json;

namespace AssumeRole.Sandbox.Stores;

/// <summary>The object that a call of the JSON protocol sends.</summary>
internal sealed class StoreRequest(JsonElement json)
{
    /// <summary>A text, or null.</summary>
    public string? Text(string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public bool Flag(string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>The tags of a list of Key and Value.</summary>
    public IReadOnlyDictionary<string, string> Tags() => List("Tags").ToDictionary(
        tag => tag.GetProperty("Key").GetString()!, tag => tag.GetProperty("Value").GetString()!, StringComparer.Ordinal);

    public IEnumerable<JsonElement> List(string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];
}
