using System.Text.Json;
using AssumeRole.Policies;

namespace AssumeRole.Terraform;

/// <summary>A value of a plan or a state, and the parts of it that are known only after apply (Terraform, "JSON Output Format", after and
/// after_unknown of a change): <c>unknown</c> has the same shape, with true for every unknown part.</summary>
internal readonly struct TerraformValue(JsonElement known, JsonElement unknown)
{
    public JsonElement Json => known;

    public bool IsUnknown => unknown.ValueKind == JsonValueKind.True;

    /// <summary>Whether it is known not to be set.</summary>
    public bool IsAbsent => known.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
        && unknown.ValueKind is not (JsonValueKind.True or JsonValueKind.Array);

    public string? Text => IsUnknown ? null : known.AsText();

    /// <summary>Null also for an empty text, which means "not set" in a state.</summary>
    public string? NonEmptyText => Text is { Length: > 0 } text ? text : null;

    public TerraformValue this[string name] => IsUnknown ? this : new(known.Member(name), unknown.Member(name));

    public static TerraformValue Missing { get; } = new(default, JsonDocument.Parse("true").RootElement);

    public static TerraformValue Known(JsonElement json) => new(json, default);

    /// <summary>The elements of a list or set; none if it is something else or unknown as a whole.</summary>
    public IEnumerable<TerraformValue> Items()
    {
        using var flags = unknown.Items().GetEnumerator();
        foreach (var item in known.Items()) yield return new(item, flags.MoveNext() ? flags.Current : default);
        while (flags.MoveNext()) yield return new(default, flags.Current);
    }
}
