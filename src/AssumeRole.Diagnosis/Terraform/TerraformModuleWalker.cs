using System.Text.Json;

namespace AssumeRole.Terraform;

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
