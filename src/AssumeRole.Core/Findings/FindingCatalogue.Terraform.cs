namespace AssumeRole.Findings;

/// <content>Faults of a Terraform plan or state that is checked.</content>
public static partial class FindingCatalogue
{
    /// <summary>The file is not what terraform show -json prints.</summary>
    public static FindingKind TerraformFileInvalid => new(
        nameof(TerraformFileInvalid),
        FaultCategory.InvalidData,
        "The file is not a Terraform plan or state as JSON.",
        "Make it so: terraform plan -out plan.bin; terraform show -json plan.bin > plan.json. For the state: terraform show -json > state.json.")
    {
        Symptom = "A plan is checked and refused: often it is the binary file of terraform plan -out, the configuration itself (.tf), "
            + "or the text that terraform plan shows to people.",
    };

    /// <summary>A role, or the way to one, is not in the file.</summary>
    public static FindingKind TerraformRoleMissing => new(
        nameof(TerraformRoleMissing),
        FaultCategory.ObjectNotFound,
        "The Terraform file has no such role.",
        "Check the configuration that has the worker's instance profile and the roles, or pass the role's name as it stands in the file.")
    {
        Symptom = "A plan or state is read, and there is no instance profile to walk from or no role to walk to. Often the role belongs "
            + "to another configuration, or the profile is named in a launch template elsewhere.",
    };

    /// <summary>The plan does not know a value on which the decision depends.</summary>
    public static FindingKind TerraformValueUnknown => new(
        nameof(TerraformValueUnknown),
        FaultCategory.InvalidData,
        "The plan does not know a value that decides, and it is not guessed.",
        "Write the policy with an aws_iam_policy_document data source, which is read from the plan, or check the state after apply.")
    {
        Symptom = "A plan is checked and the decision is Indeterminate: a policy is a heredoc or a jsonencode with the ARN of something "
            + "that is not created yet, so that Terraform shows it as (known after apply).",
    };
}
