using System.Text.Json;
using AssumeRole.Policies;

namespace AssumeRole.Terraform;

/// <summary>Writes one statement block as the provider does, with planned ARNs in place of references.</summary>
internal sealed class TerraformStatement(TerraformResolver resolver, TerraformArns arns)
{
    private static readonly (string Block, string Element)[] Lists =
    [
        ("actions", "Action"), ("not_actions", "NotAction"), ("resources", "Resource"), ("not_resources", "NotResource"),
    ];

    /// <summary>Returns null, or the part that cannot be written. <c>block</c> has the expressions and may be undefined.</summary>
    public string? Write(TerraformResource source, TerraformValue values, JsonElement block, out string json)
    {
        json = string.Empty;
        if (values.IsUnknown) return "contents known only after apply.";
        if (values["effect"].IsUnknown) return "an effect known only after apply.";

        var reader = new TerraformListReader(resolver, arns, source, MayConcernRoles(values));
        json = JsonText.WriteLine(writer =>
        {
            if (values["sid"].NonEmptyText is { } sid) writer.WriteString("Sid", sid);
            writer.WriteString("Effect", values["effect"].NonEmptyText ?? "Allow");
            foreach (var (name, element) in Lists) WriteTexts(writer, element, reader.Fill(name, [values[name]], [block.Member(name)]));
            WritePrincipals(writer, "Principal", reader, "principals", values, block);
            WritePrincipals(writer, "NotPrincipal", reader, "not_principals", values, block);
            WriteConditions(writer, reader, values, block);
        });
        return reader.Fault;
    }

    /// <summary>Whether the statement can allow or deny assuming roles; if not, its unknown parts do not matter.</summary>
    private static bool MayConcernRoles(TerraformValue values)
    {
        var actions = values["actions"];
        return !values["not_actions"].IsAbsent && values["not_actions"].Items().Any()
            || actions.IsUnknown
            || actions.Items().Any(item => item.Text is not { } text
                || RoleCall.SignedActions.Any(name => WildcardPattern.Parse(text).IsMatch(name, ignoreCase: true)));
    }

    private static void WritePrincipals(
        Utf8JsonWriter writer, string element, TerraformListReader reader, string name, TerraformValue values, JsonElement block)
    {
        if (!reader.Check(name, values[name])) return;
        var blocks = block.Member(name).Items().ToLookup(item => item.At("type", "constant_value").AsText());
        var groups = values[name].Items().GroupBy(item => item["type"].Text).ToArray();
        if (groups.Length == 0) return;

        // The provider writes "*" alone for type "*", which is everyone, not only AWS principals.
        if (groups is [{ Key: "*" }])
        {
            writer.WriteString(element, "*");
            return;
        }

        writer.WriteStartObject(element);
        foreach (var group in groups)
        {
            // Blocks are a set, out of order; those of one type end up in one list, so they can be read as one.
            var identifiers = reader.Fill(
                name, [.. group.Select(item => item["identifiers"])], [.. blocks[group.Key].Select(item => item.Member("identifiers"))]);
            if (group.Key is null) reader.Fail(name);
            else WriteTexts(writer, group.Key, identifiers);
        }

        writer.WriteEndObject();
    }

    private static void WriteConditions(Utf8JsonWriter writer, TerraformListReader reader, TerraformValue values, JsonElement block)
    {
        if (!reader.Check("condition", values["condition"])) return;
        var blocks = block.Member("condition").Items()
            .ToLookup(item => (item.At("test", "constant_value").AsText(), item.At("variable", "constant_value").AsText()));
        var tests = values["condition"].Items().GroupBy(item => item["test"].Text).ToArray();
        if (tests.Length == 0) return;
        writer.WriteStartObject("Condition");
        foreach (var test in tests)
        {
            writer.WriteStartObject(test.Key ?? reader.Fail("condition"));
            foreach (var variable in test.GroupBy(item => item["variable"].Text))
            {
                var filled = reader.Fill(
                    "condition",
                    [.. variable.Select(item => item["values"])],
                    [.. blocks[(test.Key, variable.Key)].Select(item => item.Member("values"))]);
                WriteTexts(writer, variable.Key ?? reader.Fail("condition"), filled);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>Like the provider, it leaves out an empty list.</summary>
    private static void WriteTexts(Utf8JsonWriter writer, string element, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0) return;
        writer.WriteStartArray(element);

        // Terraform has ${} itself, so a policy variable is written &{} in a policy document.
        foreach (var text in texts) writer.WriteStringValue(text.Replace("&{", "${", StringComparison.Ordinal));
        writer.WriteEndArray();
    }
}

/// <summary>Reads the lists of a statement. An unknown element is taken for a reference only if there are as many unknown elements as
/// references to unknown values, each to an ARN. A text made from a reference in another way looks the same, and a role's ARN with
/// something added names nothing. <c>matters</c>: unknown elements can decide about a role.</summary>
internal sealed class TerraformListReader(TerraformResolver resolver, TerraformArns arns, TerraformResource source, bool matters)
{
    /// <summary>The part that cannot be read, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>The elements of lists that end up as one; the expressions may be in any order.</summary>
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

    /// <summary>Notes an unknown attribute, and returns a placeholder for it.</summary>
    public string Fail(string attribute, params IReadOnlyList<TerraformLeaf> parts)
    {
        var names = string.Join(" and ", parts.Select(part => part.Reference).Distinct().Take(3));
        Fault ??= names.Length == 0
            ? $"{attribute} known only after apply."
            : $"{attribute} known only after apply: made from {names}, and not each from the ARN of one resource.";
        return "unknown";
    }

    /// <summary>Whether a known reference is part of a known element, or can only choose between elements.</summary>
    private static bool IsExplained(TerraformLeaf leaf, List<string> texts) =>
        leaf.Value.Json.AsText() is not { } value || texts.Any(text => text.Contains(value, StringComparison.Ordinal));
}
