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
