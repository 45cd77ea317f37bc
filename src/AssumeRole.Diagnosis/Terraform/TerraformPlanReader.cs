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
