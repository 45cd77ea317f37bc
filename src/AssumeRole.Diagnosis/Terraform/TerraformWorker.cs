namespace AssumeRole.Terraform;

/// <summary>How a worker gets its role.</summary>
/// <param name="Machine">The instance or launch template, or null if none in the file uses the profile.</param>
/// <param name="Profile">The instance profile.</param>
/// <param name="Role">The role in it, or null if it is not in the file.</param>
internal sealed record TerraformWorker(TerraformResource? Machine, TerraformResource Profile, TerraformResource? Role)
{
    /// <summary>The way as it is shown: instance -> profile.</summary>
    public string Way => Machine is null ? Profile.Address : $"{Machine.Address} -> {Profile.Address}";
}
