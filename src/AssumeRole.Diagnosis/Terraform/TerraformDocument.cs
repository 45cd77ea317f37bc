using System.Text.Json;
using AssumeRole.Policies;

namespace AssumeRole.Terraform;

/// <summary>A plan or state. Its values may be secrets: no message shows them.</summary>
internal sealed class TerraformDocument(
    TerraformFileKind kind, IReadOnlyList<TerraformResource> resources, IReadOnlyList<TerraformResource> removed, JsonElement root)
{
    public TerraformFileKind Kind => kind;

    public string Version { get; } = root.Member("terraform_version").AsText() ?? "of unknown version";

    /// <summary>Whether planning ended with an error, so that the plan is incomplete.</summary>
    public bool IsErrored { get; } = root.Member("errored").ValueKind == JsonValueKind.True;

    /// <summary>Every resource and data source that exists after apply, in the order of the file.</summary>
    public IReadOnlyList<TerraformResource> Resources => resources;

    /// <summary>The resources that the plan removes, as they were before.</summary>
    public IReadOnlyList<TerraformResource> Removed => removed;

    public JsonElement Variables { get; } = root.Member("variables");

    /// <summary>Empty for a state.</summary>
    public TerraformConfiguration Configuration { get; } = new(root.Member("configuration"));
}

internal enum TerraformFileKind
{
    /// <summary>Some values are known only after apply.</summary>
    Plan,
    State,
}

/// <summary>An instance of a resource or data source after apply. <c>Key</c> is its index, such as [0] or ["a"], or empty.</summary>
internal sealed record TerraformResource(
    string Address, string Module, bool IsData, string Type, string Name, string Key, TerraformValue Values)
{
    public string Block => IsData ? $"data.{Type}.{Name}" : $"{Type}.{Name}";
}
