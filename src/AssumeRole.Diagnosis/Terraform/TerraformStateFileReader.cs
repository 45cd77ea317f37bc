using System.Text.Json;

namespace AssumeRole.Terraform;

/// <summary>Reads a state as Terraform keeps it (terraform.tfstate): a flat list of blocks with their instances.</summary>
internal static class TerraformStateFileReader
{
    /// <summary>The only version there is since Terraform 0.12.</summary>
    public const int Version = 4;

    public static TerraformDocument Read(JsonElement root) =>
        new(TerraformFileKind.State, [.. root.Member("resources").Items().SelectMany(Instances)], [], root);

    private static IEnumerable<TerraformResource> Instances(JsonElement block)
    {
        if (block.Member("type").AsText() is not { } type || block.Member("name").AsText() is not { } name) yield break;
        var module = block.Member("module").AsText() ?? string.Empty;
        var isData = block.Member("mode").AsText() == "data";
        foreach (var instance in block.Member("instances").Items())
        {
            if (instance.Member("deposed").AsText() is not null) continue;
            var key = TerraformModuleWalker.Key(instance.Member("index_key"));
            var values = TerraformValue.Known(instance.Member("attributes"));
            var resource = new TerraformResource(string.Empty, module, isData, type, name, key, values);
            yield return resource with { Address = TerraformAddress.Join(module, resource.Block) + key };
        }
    }
}
