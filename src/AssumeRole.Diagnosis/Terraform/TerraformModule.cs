using System.Text.Json;

namespace AssumeRole.Terraform;

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
