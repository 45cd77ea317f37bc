using System.Text.Json;

namespace AssumeRole.Terraform;

/// <summary>
/// Reads a plan. What a data source gave while planning stands in prior_state, what a resource will be in resource_changes with
/// its unknown parts, and what is left in planned_values.
/// </summary>
internal static class TerraformPlanReader
{
    public static TerraformDocument Read(JsonElement root)
    {
        var resources = new Dictionary<string, TerraformResource>(StringComparer.Ordinal);
        foreach (var data in TerraformModuleWalker.Resources(root.At("prior_state", "values", "root_module")).Where(item => item.IsData))
            resources[data.Address] = data;
        foreach (var planned in TerraformModuleWalker.Resources(root.At("planned_values", "root_module")))
            resources[planned.Address] = planned;

        List<TerraformResource> removed = [];
        foreach (var json in root.Member("resource_changes").Items())
        {
            if (json.Member("deposed").AsText() is not null) continue;
            var module = json.Member("module_address").AsText() ?? string.Empty;
            var change = json.Member("change");
            var after = new TerraformValue(change.Member("after"), change.Member("after_unknown"));
            if (TerraformModuleWalker.Resource(json, module, after) is not { } resource) continue;
            if (change.Member("actions").Texts().ToArray() is ["delete" or "forget"])
            {
                resources.Remove(resource.Address);
                removed.Add(resource with { Values = TerraformValue.Known(change.Member("before")) });
            }
            else
            {
                resources[resource.Address] = resource;
            }
        }

        return new TerraformDocument(TerraformFileKind.Plan, [.. resources.Values], removed, root);
    }
}

/// <summary>Reads a state as terraform show -json prints it.</summary>
internal static class TerraformStateReader
{
    public static TerraformDocument Read(JsonElement root) =>
        new(TerraformFileKind.State, [.. TerraformModuleWalker.Resources(root.At("values", "root_module"))], [], root);
}

/// <summary>Reads a state as Terraform keeps it (terraform.tfstate): a flat list of blocks with their instances.</summary>
internal static class TerraformStateFileReader
{
    /// <summary>The only version there is since Terraform 0.12.</summary>
    public const int Version = 4;

    public static TerraformDocument Read(JsonElement root) =>
        new(TerraformFileKind.State, [.. root.Member("resources").Items().SelectMany(Instances)], [], root);

    private static IEnumerable<TerraformResource> Instances(JsonElement block)
    {
        if (block.Member("type").AsText() is not { } type || block.Member("name").AsText() is not { } name) yield break;
        var module = block.Member("module").AsText() ?? string.Empty;
        var isData = block.Member("mode").AsText() == "data";
        foreach (var instance in block.Member("instances").Items())
        {
            if (instance.Member("deposed").AsText() is not null) continue;
            var key = TerraformModuleWalker.Key(instance.Member("index_key"));
            var values = TerraformValue.Known(instance.Member("attributes"));
            var resource = new TerraformResource(string.Empty, module, isData, type, name, key, values);
            yield return resource with { Address = TerraformAddress.Join(module, resource.Block) + key };
        }
    }
}

/// <summary>Lists the resources of a values part: a module with its resources and, within it, its child modules.</summary>
internal static class TerraformModuleWalker
{
    /// <summary>Every resource instance of a module and of those below it.</summary>
    /// <param name="module">A root_module, or a child module.</param>
    public static IEnumerable<TerraformResource> Resources(JsonElement module)
    {
        var address = module.Member("address").AsText() ?? string.Empty;
        foreach (var json in module.Member("resources").Items())
        {
            // An object that waits to be destroyed beside its replacement.
            if (json.Member("deposed_key").AsText() is not null) continue;
            if (Resource(json, address, TerraformValue.Known(json.Member("values"))) is { } resource) yield return resource;
        }

        foreach (var child in module.Member("child_modules").Items())
        {
            foreach (var resource in Resources(child)) yield return resource;
        }
    }

    /// <summary>One resource instance, or null if the JSON is none.</summary>
    /// <param name="json">The members address, mode, type, name and index.</param>
    /// <param name="module">The module instance's address.</param>
    /// <param name="values">Its attributes.</param>
    public static TerraformResource? Resource(JsonElement json, string module, TerraformValue values)
    {
        if (json.Member("address").AsText() is not { } address
            || json.Member("type").AsText() is not { } type
            || json.Member("name").AsText() is not { } name)
        {
            return null;
        }

        var isData = json.Member("mode").AsText() == "data";
        return new TerraformResource(address, module, isData, type, name, Key(json.Member("index")), values);
    }

    /// <summary>An index or key as it stands in an address.</summary>
    public static string Key(JsonElement index) => index.ValueKind switch
    {
        JsonValueKind.Number => $"[{index.GetRawText()}]",
        JsonValueKind.String => $"[{index.GetRawText()}]",
        _ => string.Empty,
    };
}
