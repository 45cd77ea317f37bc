using System.Text.Json;

namespace AssumeRole.Terraform;

/// <summary>
/// Reads the lists of a statement. An unknown element is taken for a reference only where there are as many of them as
/// references to unknown values, each to an ARN; a text that is made from one in another way cannot be told from it, and the ARN
/// of a role with something added would name nothing.
/// </summary>
/// <param name="resolver">Follows references.</param>
/// <param name="arns">Knows the ARNs that are to be.</param>
/// <param name="source">The data source.</param>
/// <param name="matters">Whether what stays unknown can decide about a role.</param>
internal sealed class TerraformListReader(TerraformResolver resolver, TerraformArns arns, TerraformResource source, bool matters)
{
    /// <summary>What the statement has that cannot be read, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>The elements of lists that end up as one.</summary>
    /// <param name="attribute">What they are called.</param>
    /// <param name="lists">Their values.</param>
    /// <param name="expressions">Their expressions, in any order.</param>
    public IReadOnlyList<string> Fill(string attribute, IReadOnlyList<TerraformValue> lists, IReadOnlyList<JsonElement> expressions)
    {
        var items = lists.SelectMany(list => list.Items()).ToArray();
        var texts = items.Select(item => item.Text).OfType<string>().ToList();
        var unknown = items.Count(item => item.IsUnknown);
        var isLost = lists.Any(list => list.IsUnknown);
        if (unknown == 0 && !isLost) return texts;

        var leaves = expressions.SelectMany(expression => resolver.Resolve(expression, source)).ToArray();
        var open = leaves.Where(leaf => !leaf.IsKnown).ToArray();

        // A condition such as x == null ? [] : [x] names one thing twice.
        if (open.Length > unknown) open = [.. open.DistinctBy(leaf => (leaf.Resource?.Address ?? leaf.Reference, leaf.Attribute))];
        var found = open.Select(arns.Find).OfType<string>().ToArray();
        isLost |= open.Length != unknown || found.Length != unknown || leaves.Any(leaf => leaf.IsKnown && !IsExplained(leaf, texts));
        if (!isLost) texts.AddRange(found);
        else if (matters) Fail(attribute, open);
        else texts.Add(attribute.EndsWith("principals", StringComparison.Ordinal) ? TerraformArns.NoCaller : TerraformArns.NoRole);
        return texts;
    }

    /// <summary>Whether the value's own shape is known.</summary>
    public bool Check(string attribute, TerraformValue value)
    {
        if (!value.IsUnknown) return true;
        Fail(attribute);
        return false;
    }

    /// <summary>Notes that an attribute is not known, and stands in for it.</summary>
    public string Fail(string attribute, params IReadOnlyList<TerraformLeaf> parts)
    {
        var names = string.Join(" and ", parts.Select(part => part.Reference).Distinct().Take(3));
        Fault ??= names.Length == 0
            ? $"{attribute} known only after apply."
            : $"{attribute} known only after apply: made from {names}, and not each from the ARN of one resource.";
        return "unknown";
    }

    /// <summary>Whether a known reference is seen in a known element, or can only choose between elements.</summary>
    private static bool IsExplained(TerraformLeaf leaf, List<string> texts) =>
        leaf.Value.Json.AsText() is not { } value || texts.Any(text => text.Contains(value, StringComparison.Ordinal));
}
