using System.Text.Json;
using AssumeRole.Policies;

namespace AssumeRole.Terraform;

/// <summary>Follows references through the variables and outputs of modules to the resources that they come from.</summary>
internal sealed class TerraformResolver
{
    /// <summary>Real modules nest a few levels; the limit ends files made to be followed for ever.</summary>
    private const int MaximumDepth = 32;

    private const int MaximumSteps = 10_000;

    private readonly TerraformDocument document;
    private readonly Dictionary<string, TerraformResource> byAddress = new(StringComparer.Ordinal);
    private readonly ILookup<(string Module, string Block), TerraformResource> byBlock;

    public TerraformResolver(TerraformDocument document)
    {
        this.document = document;
        foreach (var resource in document.Resources) byAddress[resource.Address] = resource;
        byBlock = document.Resources.ToLookup(resource => (resource.Module, resource.Block));
    }

    public JsonElement Expression(TerraformResource resource, string attribute) => Block(resource).At("expressions", attribute);

    /// <summary>The key of the resource's provider block; empty if the file does not have it.</summary>
    public string Provider(TerraformResource resource) => Block(resource).Member("provider_config_key").AsText() ?? string.Empty;

    /// <summary>The values and resources that an expression in a resource's block is made from.</summary>
    public IReadOnlyList<TerraformLeaf> Resolve(JsonElement expression, TerraformResource owner)
    {
        var trail = new Trail();
        Resolve(expression, owner.Module, owner.Key, MaximumDepth, trail);
        return trail.Leaves;
    }

    private JsonElement Block(TerraformResource resource) =>
        document.Configuration.Find(resource.Module) is { } module ? module.Block(resource.Block) : default;

    private void Resolve(JsonElement expression, string module, string key, int depth, Trail trail)
    {
        if (expression.Member("constant_value") is { ValueKind: not JsonValueKind.Undefined } constant)
            trail.Leaves.Add(new TerraformLeaf("a constant", null, string.Empty, TerraformValue.Known(constant)));
        foreach (var reference in TerraformAddress.FindTraversals(expression))
        {
            if (trail.Steps++ >= MaximumSteps) return;
            Follow(reference, module, key, depth, trail);
        }
    }

    private void Follow(string reference, string module, string key, int depth, Trail trail)
    {
        var parts = TerraformAddress.Split(reference);
        var length = parts[0] == "data" ? 3 : 2;
        switch (parts[0])
        {
            case "var" when depth > 0 && parts.Count >= 2:
                FollowVariable(reference, TerraformAddress.WithoutKey(parts[1]), module, depth, trail);
                break;
            case "module" when depth > 0 && parts.Count >= 3:
                FollowOutput(reference, TerraformAddress.Join(module, $"module.{parts[1]}"), parts[2], depth, trail);
                break;
            case "count" or "each" when reference is "count.index" or "each.key":
                // An index stands beside the resource that it picks. each.value may be anything.
                break;
            case not ("var" or "module" or "count" or "each" or "path" or "terraform" or "local" or "self") when parts.Count >= length:
                trail.Leaves.Add(Find(reference, module, key, parts, length));
                break;
            default:
                trail.Leaves.Add(TerraformLeaf.Lost(reference));
                break;
        }
    }

    private void FollowVariable(string reference, string name, string module, int depth, Trail trail)
    {
        if (module.Length == 0)
        {
            var value = document.Variables.At(name, "value");
            trail.Leaves.Add(new TerraformLeaf(reference, null, string.Empty, TerraformValue.Known(value)));
            return;
        }

        var (caller, call) = TerraformAddress.Caller(module);
        var argument = document.Configuration.Find(caller)?.Argument(call, name) ?? default;
        if (argument.ValueKind != JsonValueKind.Undefined)
        {
            Resolve(argument, caller, string.Empty, depth - 1, trail);
            return;
        }

        var preset = document.Configuration.Find(module)?.Default(name) ?? default;
        trail.Leaves.Add(new TerraformLeaf(reference, null, string.Empty, TerraformValue.Known(preset)));
    }

    private void FollowOutput(string reference, string instance, string name, int depth, Trail trail)
    {
        var output = document.Configuration.Find(instance)?.Output(TerraformAddress.WithoutKey(name)) ?? default;
        if (output.ValueKind == JsonValueKind.Undefined) trail.Leaves.Add(TerraformLeaf.Lost(reference));
        else Resolve(output, instance, string.Empty, depth - 1, trail);
    }

    /// <summary>The referenced instance: by its own key, as the only one, or with the key of the owner.</summary>
    private TerraformLeaf Find(string reference, string module, string key, IReadOnlyList<string> parts, int length)
    {
        var address = TerraformAddress.Join(module, string.Join('.', parts.Take(length)));
        var attribute = parts.Count > length ? TerraformAddress.WithoutKey(parts[length]) : string.Empty;
        var resource = byAddress.GetValueOrDefault(address);
        if (resource is null)
        {
            var instances = byBlock[(module, string.Join('.', parts.Take(length)))].ToArray();
            resource = instances.FirstOrDefault(item => key.Length > 0 && item.Key == key)
                ?? (instances.Length == 1 ? instances[0] : null);
        }

        if (resource is null) return TerraformLeaf.Lost(reference);
        var value = attribute.Length == 0 ? TerraformValue.Missing : resource.Values[attribute];
        return new TerraformLeaf(reference, resource, attribute, value);
    }

    private sealed class Trail
    {
        public List<TerraformLeaf> Leaves { get; } = [];

        public int Steps { get; set; }
    }
}

/// <summary><c>Attribute</c> is empty if the plan does not have it; <c>Value</c> is absent if nothing was found.</summary>
internal sealed record TerraformLeaf(string Reference, TerraformResource? Resource, string Attribute, TerraformValue Value)
{
    public bool IsKnown => !Value.IsUnknown && Value.Json.ValueKind != System.Text.Json.JsonValueKind.Undefined;

    /// <summary>A reference that leads nowhere: a local value, each.value, a resource that is not in the plan.</summary>
    public static TerraformLeaf Lost(string reference) => new(reference, null, string.Empty, default);
}
