namespace AssumeRole.Terraform;

/// <summary>One thing that an expression is made from, followed through variables and outputs to where it comes from.</summary>
/// <param name="Reference">The reference as the configuration has it, such as aws_iam_role.worker.arn.</param>
/// <param name="Resource">The resource instance that it names, if it names one.</param>
/// <param name="Attribute">The resource's attribute; empty if the plan does not say which.</param>
/// <param name="Value">The value as far as the plan knows it; absent if nothing was found.</param>
internal sealed record TerraformLeaf(string Reference, TerraformResource? Resource, string Attribute, TerraformValue Value)
{
    /// <summary>Whether the plan has the value.</summary>
    public bool IsKnown => !Value.IsUnknown && Value.Json.ValueKind != System.Text.Json.JsonValueKind.Undefined;

    /// <summary>A reference that leads nowhere: a local value, each.value, a resource that is not in the plan.</summary>
    public static TerraformLeaf Lost(string reference) => new(reference, null, string.Empty, default);
}
