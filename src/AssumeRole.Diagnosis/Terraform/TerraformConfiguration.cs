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

/// <summary>One module of a configuration.</summary>
internal sealed class TerraformModule
{
    private readonly JsonElement json;
    private readonly Dictionary<string, JsonElement> blocks = new(StringComparer.Ordinal);

    private TerraformModule(JsonElement json) => this.json = json;

    /// <summary>Reads a module.</summary>
    public static TerraformModule Of(JsonElement json)
    {
        var module = new TerraformModule(json);
        foreach (var block in json.Member("resources").Items())
        {
            if (block.Member("address").AsText() is { } address) module.blocks[address] = block;
        }

        return module;
    }

    /// <summary>The block of a resource or data source, or undefined.</summary>
    public JsonElement Block(string address) => blocks.GetValueOrDefault(address);

    /// <summary>The expression that the module's caller gives for a variable, or undefined.</summary>
    public JsonElement Argument(string call, string variable) => json.At("module_calls", call, "expressions", variable);

    /// <summary>The expression of an output, or undefined.</summary>
    public JsonElement Output(string name) => json.At("outputs", name, "expression");

    /// <summary>The default of a variable, or undefined.</summary>
    public JsonElement Default(string variable) => json.At("variables", variable, "default");
}
