namespace AssumeRole.Terraform;

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
