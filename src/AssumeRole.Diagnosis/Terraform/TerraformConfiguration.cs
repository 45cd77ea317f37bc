using System.Text.Json;
using AssumeRole.Policies;

namespace AssumeRole.Terraform;

internal sealed class TerraformConfiguration
{
    private readonly Dictionary<string, TerraformModule> modules = new(StringComparer.Ordinal);

    public TerraformConfiguration(JsonElement json)
    {
        Providers = json.Member("provider_config");
        Add(string.Empty, json.Member("root_module"));
    }

    public JsonElement Providers { get; }

    /// <summary>The module of a module instance, such as module.a["x"].module.b, or null.</summary>
    public TerraformModule? Find(string instance) => modules.GetValueOrDefault(TerraformAddress.WithoutKeys(instance));

    private void Add(string path, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return;
        modules[path] = new TerraformModule(json);
        foreach (var call in json.Member("module_calls").Members())
            Add(TerraformAddress.Join(path, $"module.{call.Name}"), call.Value.Member("module"));
    }
}

/// <summary>A module of a configuration. What it does not have is undefined.</summary>
internal sealed class TerraformModule(JsonElement json)
{
    private readonly ILookup<string?, JsonElement> blocks =
        json.Member("resources").Items().ToLookup(block => block.Member("address").AsText(), StringComparer.Ordinal);

    public JsonElement Block(string address) => blocks[address].LastOrDefault();

    /// <summary>The expression that the caller of the module passes for a variable.</summary>
    public JsonElement Argument(string call, string variable) => json.At("module_calls", call, "expressions", variable);

    public JsonElement Output(string name) => json.At("outputs", name, "expression");

    public JsonElement Default(string variable) => json.At("variables", variable, "default");
}
