using System.Text.Json;
using AssumeRole.Policies;

namespace AssumeRole.Terraform;

/// <summary>A plan or state. Its values may be secrets: no message shows them.</summary>
internal sealed class TerraformDocument(
    TerraformFileKind kind, IReadOnlyList<TerraformResource> resources, IReadOnlyList<TerraformResource> removed, JsonElement root)
{
    public TerraformFileKind Kind => kind;

    /// <summary>The version of Terraform that wrote it.</summary>
    public string Version { get; } = root.Member("terraform_version").AsText() ?? "of unknown version";

    /// <summary>Whether planning ended with an error, so that the plan is incomplete.</summary>
    public bool IsErrored { get; } = root.Member("errored").ValueKind == JsonValueKind.True;

    /// <summary>Every resource and data source that exists after apply, in the order of the file.</summary>
    public IReadOnlyList<TerraformResource> Resources => resources;

    /// <summary>The resources that the plan removes, as they were before.</summary>
    public IReadOnlyList<TerraformResource> Removed => removed;

    /// <summary>The values of the root module's variables.</summary>
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

/// <summary>
/// An instance of a resource or data source after apply: <c>Address</c> such as module.ci["a"].aws_iam_role.worker[0],
/// <c>Module</c> the address of its module instance (empty for the root), <c>Key</c> its index in brackets, such as [0] or ["a"]
/// (empty without count and for_each).
/// </summary>
internal sealed record TerraformResource(
    string Address, string Module, bool IsData, string Type, string Name, string Key, TerraformValue Values)
{
    /// <summary>The address of its block in the module's configuration.</summary>
    public string Block => IsData ? $"data.{Type}.{Name}" : $"{Type}.{Name}";
}
