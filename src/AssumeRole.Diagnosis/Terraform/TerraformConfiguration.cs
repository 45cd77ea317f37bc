using System.Text.Json;

namespace AssumeRole.Terraform;

/// <summary>The configuration part of a plan: per module, the expressions of its blocks and what goes in and out.</summary>
internal sealed class TerraformConfiguration
{
    private readonly Dictionary<string, TerraformModule> modules = new(StringComparer.Ordinal);

    private TerraformConfiguration(JsonElement providers) => Providers = providers;

    /// <summary>The provider blocks by their keys.</summary>
    public JsonElement Providers { get; }

    /// <summary>Reads a plan's configuration.</summary>
    public static TerraformConfiguration Of(JsonElement json)
    {
        var configuration = new TerraformConfiguration(json.Member("provider_config"));
        configuration.Add(string.Empty, json.Member("root_module"));
        return configuration;
    }

    /// <summary>The module that a module instance is made from, or null.</summary>
    /// <param name="instance">The instance's address, such as module.a["x"].module.b.</param>
    public TerraformModule? Find(string instance) => modules.GetValueOrDefault(TerraformAddress.WithoutKeys(instance));

    private void Add(string path, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return;
        modules[path] = TerraformModule.Of(json);
        foreach (var call in json.Member("module_calls").Members())
            Add(TerraformAddress.Join(path, $"module.{call.Name}"), call.Value.Member("module"));
    }
}
