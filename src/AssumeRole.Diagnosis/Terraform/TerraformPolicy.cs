namespace AssumeRole.Terraform;

/// <summary>A policy of the file, under the address where its text is to be changed.</summary>
/// <param name="Address">The address, such as data.aws_iam_policy_document.trust or aws_iam_role.a.assume_role_policy.</param>
/// <param name="Json">The text as AWS will get it, or null if the plan does not know it.</param>
/// <param name="Why">Why the text is not known, as a clause; empty if it is.</param>
internal sealed record TerraformPolicy(string Address, string? Json, string Why)
{
    /// <summary>The longest text that is read. The longest policy of AWS, a bucket's, has 20 KiB.</summary>
    public const int MaximumLength = 128 * 1024;

    /// <summary>Whether the text is somewhere else: neither this plan nor the state after apply has it.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>A policy whose text is in no file of this configuration.</summary>
    public static TerraformPolicy Elsewhere(string address, string why) => new(address, null, why) { IsElsewhere = true };

    /// <summary>A policy whose text is not known before apply.</summary>
    public static TerraformPolicy Unknown(string address, string why) => new(address, null, why);
}
