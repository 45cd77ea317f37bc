using System.Text.Json;

namespace AssumeRole.Terraform;

/// <summary>Reads a state as terraform show -json prints it.</summary>
internal static class TerraformStateReader
{
    public static TerraformDocument Read(JsonElement root) =>
        new(TerraformFileKind.State, [.. TerraformModuleWalker.Resources(root.At("values", "root_module"))], [], root);
}
