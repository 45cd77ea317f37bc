using System.Text.Json;
using AssumeRole.Policies;

namespace AssumeRole.Terraform;

/// <summary>Reads the resources of a plan and of a state as terraform show -json prints them, and of a terraform.tfstate file.</summary>
internal static class TerraformFormats
{
    /// <summary>The only version of state files since Terraform 0.12.</summary>
    public const int StateFileVersion = 4;

    /// <summary>Reads a plan. What a data source gave while planning stands in prior_state, what a resource will be in resource_changes
    /// with its unknown parts, and what is left in planned_values.</summary>
    public static TerraformDocument ReadPlan(JsonElement root)
    {
        var resources = new Dictionary<string, TerraformResource>(StringComparer.Ordinal);
        var looked = OfModule(root.At("prior_state", "values", "root_module")).Where(item => item.IsData);
        foreach (var resource in looked.Concat(OfModule(root.At("planned_values", "root_module")))) resources[resource.Address] = resource;

        List<TerraformResource> removed = [];
        foreach (var json in root.Member("resource_changes").Items())
        {
            if (json.Member("deposed").AsText() is not null) continue;
            var module = json.Member("module_address").AsText() ?? string.Empty;
            var change = json.Member("change");
            var after = new TerraformValue(change.Member("after"), change.Member("after_unknown"));
            if (Read(json, module, after) is not { } resource) continue;
            if (change.Member("actions").Texts().ToArray() is ["delete" or "forget"])
            {
                resources.Remove(resource.Address);
                removed.Add(resource with { Values = TerraformValue.Known(change.Member("before")) });
            }
            else resources[resource.Address] = resource;
        }

        return new TerraformDocument(TerraformFileKind.Plan, [.. resources.Values], removed, root);
    }

    public static TerraformDocument ReadState(JsonElement root) =>
        new(TerraformFileKind.State, [.. OfModule(root.At("values", "root_module"))], [], root);

    public static TerraformDocument ReadStateFile(JsonElement root) =>
        new(TerraformFileKind.State, [.. root.Member("resources").Items().SelectMany(Instances)], [], root);

    private static IEnumerable<TerraformResource> Instances(JsonElement block)
    {
        if (block.Member("type").AsText() is not { } type || block.Member("name").AsText() is not { } name) yield break;
        var module = block.Member("module").AsText() ?? string.Empty;
        var isData = block.Member("mode").AsText() == "data";
        foreach (var instance in block.Member("instances").Items())
        {
            if (instance.Member("deposed").AsText() is not null) continue;
            var key = Key(instance.Member("index_key"));
            var values = TerraformValue.Known(instance.Member("attributes"));
            var resource = new TerraformResource(string.Empty, module, isData, type, name, key, values);
            yield return resource with { Address = TerraformAddress.Join(module, resource.Block) + key };
        }
    }

    private static IEnumerable<TerraformResource> OfModule(JsonElement module)
    {
        var address = module.Member("address").AsText() ?? string.Empty;
        foreach (var json in module.Member("resources").Items())
        {
            // A deposed object waits beside its replacement to be destroyed.
            if (json.Member("deposed_key").AsText() is not null) continue;
            if (Read(json, address, TerraformValue.Known(json.Member("values"))) is { } resource) yield return resource;
        }

        foreach (var resource in module.Member("child_modules").Items().SelectMany(OfModule)) yield return resource;
    }

    private static TerraformResource? Read(JsonElement json, string module, TerraformValue values)
    {
        var isData = json.Member("mode").AsText() == "data";
        return json.Member("address").AsText() is { } address
            && json.Member("type").AsText() is { } type
            && json.Member("name").AsText() is { } name
                ? new TerraformResource(address, module, isData, type, name, Key(json.Member("index")), values)
                : null;
    }

    /// <summary>An index or key as it stands in an address.</summary>
    private static string Key(JsonElement index) =>
        index.ValueKind is JsonValueKind.Number or JsonValueKind.String ? $"[{index.GetRawText()}]" : string.Empty;
}
