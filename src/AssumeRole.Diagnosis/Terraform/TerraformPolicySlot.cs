using System.Text.Json;

namespace AssumeRole.Terraform;

/// <summary>Reads attributes that hold a policy: the text itself, or the data source that it comes from.</summary>
internal sealed class TerraformPolicySlot(TerraformResolver resolver, TerraformPolicyDocument documents)
{
    /// <summary>The policy of an attribute, or null if the attribute is not set.</summary>
    public TerraformPolicy? Read(TerraformResource owner, string attribute) =>
        Read(owner, attribute, owner.Values[attribute], resolver.Expression(owner, attribute));

    /// <summary>The policy of a value within a resource, or null if it is not set.</summary>
    /// <param name="owner">The resource.</param>
    /// <param name="place">Where in it.</param>
    /// <param name="value">The value.</param>
    /// <param name="expression">The value's expression, or undefined.</param>
    public TerraformPolicy? Read(TerraformResource owner, string place, TerraformValue value, JsonElement expression)
    {
        if (!value.IsUnknown && value.NonEmptyText is null) return null;
        var address = $"{owner.Address}.{place}";
        var leaves = resolver.Resolve(expression, owner);
        var sources = leaves.Where(IsPolicyDocument).ToArray();
        var isOneSource = sources.Length == 1 && leaves.All(leaf => leaf == sources[0] || IsSwitch(leaf));
        if (value.Text is { } text) return new TerraformPolicy(isOneSource ? sources[0].Resource!.Address : address, text, string.Empty);
        if (isOneSource) return documents.Read(sources[0].Resource!);
        var parts = leaves.Where(leaf => !leaf.IsKnown).Select(leaf => leaf.Reference).Distinct().Take(3).ToArray();
        return TerraformPolicy.Unknown(
            address,
            parts.Length == 0
                ? "it is known only after apply."
                : $"it is known only after apply, for it is a text made from {string.Join(" and ", parts)}.");
    }

    private static bool IsPolicyDocument(TerraformLeaf leaf) =>
        leaf.Resource is { IsData: true, Type: "aws_iam_policy_document" } && leaf.Attribute is "json" or "minified_json" or "";

    /// <summary>Whether it can only choose between texts, not be part of one.</summary>
    private static bool IsSwitch(TerraformLeaf leaf) => leaf.IsKnown && leaf.Value.Json.ValueKind is not JsonValueKind.String;
}
