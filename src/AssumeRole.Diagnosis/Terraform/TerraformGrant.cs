namespace AssumeRole.Terraform;

/// <summary>Something that gives a role a policy.</summary>
/// <param name="Resource">The resource that gives it.</param>
/// <param name="PolicyArn">The managed policy that it attaches, or null if it holds the policy itself, or the ARN is not known.</param>
/// <param name="Policy">The resource or data source of the managed policy, if it is in the file.</param>
internal sealed record TerraformGrant(TerraformResource Resource, string? PolicyArn, TerraformResource? Policy)
{
    /// <summary>Whether the policy stands in the resource itself.</summary>
    public bool IsInline => Resource.Type == "aws_iam_role_policy";
}
