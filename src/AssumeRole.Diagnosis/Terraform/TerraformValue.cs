using System.Text.Json;

namespace AssumeRole.Terraform;

/// <summary>
/// A value of a plan or a state: what is known of it, and which of its parts are known only after apply (Terraform, "JSON Output
/// Format", after and after_unknown of a change).
/// </summary>
/// <param name="known">The value; unknown parts are null or left out.</param>
/// <param name="unknown">The same shape, with true in the place of every unknown part.</param>
internal readonly struct TerraformValue(JsonElement known, JsonElement unknown)
{
    /// <summary>The value as far as it is known.</summary>
    public JsonElement Json => known;

    /// <summary>Whether nothing of it is known.</summary>
    public bool IsUnknown => unknown.ValueKind == JsonValueKind.True;

    /// <summary>Whether it is known not to be set.</summary>
    public bool IsAbsent => known.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
        && unknown.ValueKind is not (JsonValueKind.True or JsonValueKind.Array);

    /// <summary>The text, or null if it is none or unknown.</summary>
    public string? Text => IsUnknown ? null : known.AsText();

    /// <summary>The text, or null if there is none, or an empty one, which stands for "not set" in a state.</summary>
    public string? NonEmptyText => Text is { Length: > 0 } text ? text : null;

    /// <summary>One attribute; absent if there is none of that name.</summary>
    public TerraformValue this[string name] => IsUnknown ? this : new(known.Member(name), unknown.Member(name));

    /// <summary>A value of which nothing is known.</summary>
    public static TerraformValue Missing { get; } = new(default, JsonDocument.Parse("true").RootElement);

    /// <summary>A value of which everything is known.</summary>
    public static TerraformValue Known(JsonElement json) => new(json, default);

    /// <summary>The elements of a list or set; none if it is something else or wholly unknown.</summary>
    public IEnumerable<TerraformValue> Items()
    {
        using var flags = unknown.Items().GetEnumerator();
        foreach (var item in known.Items()) yield return new(item, flags.MoveNext() ? flags.Current : default);
        while (flags.MoveNext()) yield return new(default, flags.Current);
    }
}

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
