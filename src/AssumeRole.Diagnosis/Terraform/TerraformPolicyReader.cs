using System.Text.Json;
using AssumeRole.Policies;

namespace AssumeRole.Terraform;

/// <summary>Builds data sources that are read during apply, as the provider does (Terraform registry, aws_iam_policy_document).</summary>
internal sealed class TerraformPolicyReader(TerraformResolver resolver, TerraformStatement statements)
{
    private readonly HashSet<string> open = new(StringComparer.Ordinal);

    public TerraformPolicy Read(TerraformResource source)
    {
        var known = source.Values["json"].NonEmptyText ?? source.Values["minified_json"].NonEmptyText;
        if (known is not null) return new TerraformPolicy(source.Address, known, string.Empty);
        if (!open.Add(source.Address)) return TerraformPolicy.Unknown(source.Address, "it is made from itself.");
        try
        {
            List<(string Sid, string Json)> merged = [];
            var why = MergeDocuments(source, "source_policy_documents", merged)
                ?? MergeOwn(source, merged)
                ?? MergeDocuments(source, "override_policy_documents", merged)
                ?? WhyUnread(source);
            return why is null
                ? new TerraformPolicy(source.Address, Write(source, merged), string.Empty)
                : TerraformPolicy.Unknown(source.Address, why);
        }
        finally
        {
            open.Remove(source.Address);
        }
    }

    private static string? WhyUnread(TerraformResource source)
    {
        if (source.Values["version"].IsUnknown) return "its version is known only after apply.";
        return source.Values["source_json"].IsAbsent && source.Values["override_json"].IsAbsent
            ? null
            : "it has source_json or override_json, which the provider no longer has; use source_policy_documents.";
    }

    private string? MergeOwn(TerraformResource source, List<(string Sid, string Json)> merged)
    {
        var values = source.Values["statement"];
        if (values.IsUnknown) return "its statements are known only after apply.";
        var blocks = resolver.Expression(source, "statement").Items().ToArray();
        var items = values.Items().ToArray();
        for (var index = 0; index < items.Length; index++)
        {
            // With dynamic blocks there are more statements than the configuration shows, which cannot be matched.
            var block = blocks.Length == items.Length ? blocks[index] : default;
            if (statements.Write(source, items[index], block, out var json) is { } why) return $"its statement {index} has {why}";
            Merge(merged, items[index]["sid"].Text ?? string.Empty, json);
        }

        return null;
    }

    private string? MergeDocuments(TerraformResource source, string attribute, List<(string Sid, string Json)> merged)
    {
        var values = source.Values[attribute];
        if (values.IsAbsent) return null;
        var items = values.Items().ToArray();
        var leaves = resolver.Resolve(resolver.Expression(source, attribute), source);
        var unknown = new Queue<TerraformLeaf>(leaves.Where(leaf => !leaf.IsKnown));
        var lost = $"its {attribute} are known only after apply.";
        if (values.IsUnknown || unknown.Count != items.Count(item => item.IsUnknown)) return lost;
        foreach (var item in items)
        {
            if (item.IsAbsent) continue;
            var text = item.Text;
            if (item.IsUnknown)
            {
                // A list keeps its order, so the unknown elements are the unknown references one by one.
                if (unknown.Dequeue().Resource is not { IsData: true, Type: "aws_iam_policy_document" } other) return lost;
                var read = Read(other);
                if (read.Json is null) return $"{read.Address} is part of it, and {read.Why}";
                text = read.Json;
            }

            if (!Merge(merged, text ?? string.Empty)) return $"one of its {attribute} is not a policy document.";
        }

        return null;
    }

    private static bool Merge(List<(string Sid, string Json)> merged, string text)
    {
        // The provider passes over empty texts too.
        if (string.IsNullOrWhiteSpace(text)) return true;
        try
        {
            using var json = JsonDocument.Parse(text);
            var statement = json.RootElement.Member("Statement");
            foreach (var item in statement.ValueKind == JsonValueKind.Array ? statement.Items() : [statement])
            {
                if (item.ValueKind != JsonValueKind.Object) return false;
                Merge(merged, item.Member("Sid").AsText() ?? string.Empty, item.GetRawText());
            }

            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static void Merge(List<(string Sid, string Json)> merged, string sid, string json)
    {
        var earlier = sid.Length == 0 ? -1 : merged.FindIndex(item => item.Sid == sid);
        if (earlier < 0) merged.Add((sid, json));
        else merged[earlier] = (sid, json);
    }

    private static string Write(TerraformResource source, List<(string Sid, string Json)> merged) => JsonText.WriteLine(writer =>
    {
        writer.WriteString("Version", source.Values["version"].NonEmptyText ?? PolicyDocument.CurrentVersion);
        writer.WriteStartArray("Statement");
        foreach (var (_, json) in merged) writer.WriteRawValue(json);
        writer.WriteEndArray();
    });

    /// <summary>Null if the attribute is not set.</summary>
    public TerraformPolicy? Read(TerraformResource owner, string attribute) =>
        Read(owner, attribute, owner.Values[attribute], resolver.Expression(owner, attribute));

    public TerraformPolicy? Read(TerraformResource owner, string place, TerraformValue value, JsonElement expression)
    {
        if (!value.IsUnknown && value.NonEmptyText is null) return null;
        var address = $"{owner.Address}.{place}";
        var leaves = resolver.Resolve(expression, owner);
        var sources = leaves.Where(IsPolicyDocument).ToArray();
        var isOneSource = sources.Length == 1 && leaves.All(leaf => leaf == sources[0] || IsSwitch(leaf));
        if (value.Text is { } text) return new TerraformPolicy(isOneSource ? sources[0].Resource!.Address : address, text, string.Empty);
        if (isOneSource) return Read(sources[0].Resource!);
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

/// <summary><c>Address</c> is where to change the text. If <c>Json</c> is unknown and null, <c>Why</c> is a clause that says why.</summary>
/// <param name="IsElsewhere">Whether neither the plan nor the state after apply has the text.</param>
internal sealed record TerraformPolicy(string Address, string? Json, string Why, bool IsElsewhere = false)
{
    /// <summary>In characters. The longest policy of AWS, a bucket's, has 20 KiB.</summary>
    public const int MaximumLength = 128 * 1024;

    public static TerraformPolicy Elsewhere(string address, string why) => new(address, null, why, IsElsewhere: true);

    public static TerraformPolicy Unknown(string address, string why) => new(address, null, why);
}
