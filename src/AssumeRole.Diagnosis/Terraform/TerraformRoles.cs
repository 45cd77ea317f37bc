namespace AssumeRole.Terraform;

/// <summary>The roles of a file, put together on demand, under accounts that are known or assumed.</summary>
internal sealed class TerraformRoles(TerraformDocument document, TerraformResolver resolver, TerraformGrants grants)
{
    /// <summary>Every role, looked up ones included.</summary>
    public IReadOnlyList<TerraformResource> All { get; } = [.. document.Resources.Where(item => item.Type == "aws_iam_role")];

    /// <summary>Whether the file is a plan or a state.</summary>
    public TerraformFileKind Kind => document.Kind;

    /// <summary>A role with its policies.</summary>
    public TerraformRole Read(TerraformResource role, TerraformAccounts accounts) =>
        new TerraformRoleReader(resolver, grants, accounts).Read(role);

    /// <summary>Whether two roles are made by the same provider block, and so in the same account.</summary>
    public bool AreTogether(TerraformResource first, TerraformResource second) =>
        resolver.Provider(first) == resolver.Provider(second);
}
