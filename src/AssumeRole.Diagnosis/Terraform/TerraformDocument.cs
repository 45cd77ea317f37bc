using System.Text.Json;

namespace AssumeRole.Terraform;

/// <summary>A plan or state as it was read. Its values may be secrets and leave it for no text that people see.</summary>
public sealed class TerraformDocument
{
    internal TerraformDocument(
        TerraformFileKind kind, IReadOnlyList<TerraformResource> resources, IReadOnlyList<TerraformResource> removed, JsonElement root)
    {
        Kind = kind;
        Resources = resources;
        Removed = removed;
        Version = root.Member("terraform_version").AsText() ?? "of unknown version";
        IsErrored = root.Member("errored").ValueKind == JsonValueKind.True;
        Variables = root.Member("variables");
        Configuration = TerraformConfiguration.Of(root.Member("configuration"));
    }

    /// <summary>Whether it is a plan or a state.</summary>
    public TerraformFileKind Kind { get; }

    /// <summary>The version of Terraform that wrote it.</summary>
    public string Version { get; }

    /// <summary>Whether planning ended with an error, so that the plan is not whole.</summary>
    public bool IsErrored { get; }

    /// <summary>Every resource and data source that will be there after apply, in the order of the file.</summary>
    internal IReadOnlyList<TerraformResource> Resources { get; }

    /// <summary>What the plan removes, as it was before.</summary>
    internal IReadOnlyList<TerraformResource> Removed { get; }

    /// <summary>The values of the root module's variables.</summary>
    internal JsonElement Variables { get; }

    /// <summary>The configuration; empty for a state.</summary>
    internal TerraformConfiguration Configuration { get; }
}

/// <summary>What a Terraform file shows.</summary>
public enum TerraformFileKind
{
    /// <summary>A plan: what will be. Some values are known only after apply.</summary>
    Plan,

    /// <summary>A state: what is.</summary>
    State,
}

/// <summary>One instance of a resource or data source, as it will be after apply.</summary>
/// <param name="Address">Its full address, such as module.ci["a"].aws_iam_role.worker[0].</param>
/// <param name="Module">The address of the module instance that it stands in; empty for the root module.</param>
/// <param name="IsData">Whether it is a data source.</param>
/// <param name="Type">Its type, such as aws_iam_role.</param>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Key">Its index or key in brackets, such as [0] or ["a"]; empty without count and for_each.</param>
/// <param name="Values">Its attributes.</param>
internal sealed record TerraformResource(
    string Address, string Module, bool IsData, string Type, string Name, string Key, TerraformValue Values)
{
    /// <summary>The address of its block within the module's configuration.</summary>
    public string Block => IsData ? $"data.{Type}.{Name}" : $"{Type}.{Name}";
}
