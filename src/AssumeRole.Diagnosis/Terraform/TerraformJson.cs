using System.Text.Json;

namespace AssumeRole.Terraform;

/// <summary>Reads JSON of which nothing is taken for granted: what is not there, or not as expected, is undefined or empty.</summary>
internal static class TerraformJson
{
    /// <summary>A member of an object, or an undefined element.</summary>
    public static JsonElement Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : default;

    /// <summary>A member of a member, and so on.</summary>
    public static JsonElement At(this JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) json = json.Member(name);
        return json;
    }

    /// <summary>The elements of an array, or none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [];

    /// <summary>The members of an object, or none.</summary>
    public static IEnumerable<JsonProperty> Members(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Object ? json.EnumerateObject() : [];

    /// <summary>A string, or null.</summary>
    public static string? AsText(this JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString() : null;

    /// <summary>The strings of an array.</summary>
    public static IEnumerable<string> Texts(this JsonElement json) => json.Items().Select(AsText).OfType<string>();
}
