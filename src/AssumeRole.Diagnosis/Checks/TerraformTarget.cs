using AssumeRole.Terraform;

namespace AssumeRole.Checks;

/// <summary>A role to walk to.</summary>
/// <param name="Role">The role.</param>
/// <param name="Account">Its account as the user's ARN has it, if the file does not say; otherwise null.</param>
internal sealed record TerraformTarget(TerraformResource Role, string? Account);
