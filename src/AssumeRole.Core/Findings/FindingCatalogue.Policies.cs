namespace AssumeRole.Findings;

/// <content>Faults of policy documents and Terraform files, and of decisions that are made from documents alone.</content>
public static partial class FindingCatalogue
{
    internal static FindingKind PolicyFormat => new(FaultCategory.InvalidData, ExitCode.Other,
        Cause: "This is not a plain JSON policy document.",
        Remedy: "Give the JSON document itself, as AWS would store it, or the path of a file that holds it.",
        Symptom: "AWS answers MalformedPolicyDocument: 'This policy contains invalid Json' or 'Syntax errors in policy', or the document "
            + "was never JSON: Terraform, YAML, a plan, an answer of the AWS CLI.");

    internal static FindingKind PolicyUnreadable => new(FaultCategory.ObjectNotFound, ExitCode.Other,
        Cause: "The policy's file cannot be read.",
        Remedy: "Check the path, from the folder in which the command runs, and that this user may read the file. JSON begins with {.",
        Symptom: "A policy is passed by its path, and there is no such file, or it may not be read.");

    internal static FindingKind PolicyUnknownElement => new(FaultCategory.InvalidData, ExitCode.Other,
        Cause: "The policy has an element that IAM does not know.",
        Remedy: "Use the elements of IAM: Version, Id, Statement; Sid, Effect, Principal, Action, Resource, Condition, and their Not "
            + "forms.",
        Symptom: "AWS refuses the document with MalformedPolicyDocument: 'Syntax errors in policy' or 'Unknown field'. Often it is "
            + "\"Resources\" for \"Resource\", a word of Terraform or CloudFormation, or \"allow\" in lower case.");

    internal static FindingKind PolicyInvalid => new(FaultCategory.InvalidData, ExitCode.Other,
        Cause: "AWS refuses a policy that is written so.",
        Remedy: "Correct the element that is named.",
        Symptom: "AWS refuses the document with MalformedPolicyDocument: an element is missing, stands twice, stands where this kind of "
            + "policy has none, or has a value of the wrong sort.");

    internal static FindingKind PolicyVersionMissing => new(FaultCategory.InvalidData, ExitCode.Other,
        Cause: "The policy is of the first version of the language, in which ${...} is plain text.",
        Remedy: "Write \"Version\": \"2012-10-17\" as the document's first element.",
        Symptom: "A policy with variables such as ${aws:PrincipalTag/team} never matches, though each of its parts looks right.");

    internal static FindingKind PolicyTooLong => new(FaultCategory.LimitsExceeded, ExitCode.Other,
        Cause: "The trust policy is longer than the account's quota may be.",
        Remedy: "Shorten it, for example with a condition on aws:PrincipalOrgID in place of many principals, or have the quota 'Role "
            + "trust policy length' raised, to 4096 at most.",
        Symptom: "AWS refuses the trust policy with LimitExceeded: 'Cannot exceed quota for ACLSizePerRole: 2048'.");

    internal static FindingKind PrincipalInvalid => new(FaultCategory.InvalidData, ExitCode.Other,
        Cause: "The policy names a principal that can never ask for the role.",
        Remedy: "Name a role, a user, an account, a service or an identity provider.",
        Symptom: "AWS refuses the trust policy with MalformedPolicyDocument: 'Invalid principal in policy', or takes it and denies "
            + "everybody. Often an instance profile is named, and its role is meant.");

    internal static FindingKind PrincipalSession => new(FaultCategory.InvalidData, ExitCode.Other,
        Cause: "The policy trusts one session of a role by its name, and no other session of that role.",
        Remedy: "Name the role: every session of it may ask then, whatever its name.",
        Symptom: "The role can be assumed from one instance or one job only: another instance, or a new one, has another session name.");

    internal static FindingKind TrustEveryone => new(FaultCategory.InvalidData, ExitCode.Other,
        Cause: "The trust policy lets anyone with an AWS account assume the role.",
        Remedy: "Name the worker's role as the principal, or add a condition on aws:PrincipalOrgID.",
        Symptom: "Nothing fails: anybody who knows the role's name can take it, from any account.");

    internal static FindingKind ConditionUnmatchable => new(FaultCategory.InvalidData, ExitCode.Other,
        Cause: "The policy has a condition value that no call can match.",
        Remedy: "Correct the value, or the operator.",
        Symptom: "AWS takes the document and denies every call, because a condition compares with something that never comes: an "
            + "external id that cannot be sent, a private address, a star that is meant as a wildcard.");

    internal static FindingKind ContextMissing => new(FaultCategory.InvalidData, ExitCode.Other,
        Cause: "The decision depends on something that the documents do not say, and it is not guessed.",
        Remedy: "Give the value with -Context, such as -Context @{ 'aws:SourceIp' = '203.0.113.7' }.",
        Symptom: "An offline check ends as Indeterminate: a condition asks for the caller's address, organisation or tags, which only "
            + "the real call has.");

    internal static FindingKind PolicyUnread => new(FaultCategory.InvalidData, ExitCode.Other,
        Cause: "The decision depends on a policy that was not read, and it is not guessed.",
        Remedy: "Give that policy too, or check it on its own.",
        Symptom: "An offline check ends as Indeterminate: a policy is attached to the caller or to the role, and its text is not at "
            + "hand.");

    internal static FindingKind TerraformFileInvalid => new(FaultCategory.InvalidData, ExitCode.Other,
        Cause: "The file is not a Terraform plan or state as JSON.",
        Remedy: "Make it so: terraform plan -out plan.bin; terraform show -json plan.bin > plan.json. For the state: terraform show "
            + "-json > state.json.",
        Symptom: "A plan is checked and refused: often it is the binary file of terraform plan -out, the configuration itself (.tf), or "
            + "the text that terraform plan shows to people.");

    internal static FindingKind TerraformRoleMissing => new(FaultCategory.ObjectNotFound, ExitCode.Other,
        Cause: "The Terraform file has no such role.",
        Remedy: "Check the configuration that has the worker's instance profile and the roles, or pass the role's name as it stands in "
            + "the file.",
        Symptom: "A plan or state is read, and there is no instance profile to walk from or no role to walk to. Often the role belongs "
            + "to another configuration, or the profile is named in a launch template elsewhere.");

    internal static FindingKind TerraformValueUnknown => new(FaultCategory.InvalidData, ExitCode.Other,
        Cause: "The plan does not know a value that decides, and it is not guessed.",
        Remedy: "Write the policy with an aws_iam_policy_document data source, which is read from the plan, or check the state after "
            + "apply.",
        Symptom: "A plan is checked and the decision is Indeterminate: a policy is a heredoc or a jsonencode with the ARN of something "
            + "that is not created yet, so that Terraform shows it as (known after apply).");
}
