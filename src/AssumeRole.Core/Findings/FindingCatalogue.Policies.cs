namespace AssumeRole.Findings;

/// <content>Faults of policy documents, and of decisions that are made from documents alone.</content>
public static partial class FindingCatalogue
{
    /// <summary>A text that should be a policy is something else, or is packed in something else.</summary>
    public static FindingKind PolicyFormat => new(
        nameof(PolicyFormat),
        FaultCategory.InvalidData,
        "This is not a plain JSON policy document.",
        "Give the JSON document itself, as AWS would store it, or the path of a file that holds it.")
    {
        Symptom = "AWS answers MalformedPolicyDocument: 'This policy contains invalid Json' or 'Syntax errors in policy', or the "
            + "document was never JSON: Terraform, YAML, a plan, an answer of the AWS CLI.",
    };

    /// <summary>The file of a policy cannot be read.</summary>
    public static FindingKind PolicyUnreadable => new(
        nameof(PolicyUnreadable),
        FaultCategory.ObjectNotFound,
        "The policy's file cannot be read.",
        "Check the path, from the folder in which the command runs, and that this user may read the file. JSON begins with {.")
    {
        Symptom = "A policy is passed by its path, and there is no such file, or it may not be read.",
    };

    /// <summary>A word that IAM does not know.</summary>
    public static FindingKind PolicyUnknownElement => new(
        nameof(PolicyUnknownElement),
        FaultCategory.InvalidData,
        "The policy has an element that IAM does not know.",
        "Use the elements of IAM: Version, Id, Statement; Sid, Effect, Principal, Action, Resource, Condition, and their Not forms.")
    {
        Symptom = "AWS refuses the document with MalformedPolicyDocument: 'Syntax errors in policy' or 'Unknown field'. Often it is "
            + "\"Resources\" for \"Resource\", a word of Terraform or CloudFormation, or \"allow\" in lower case.",
    };

    /// <summary>Any other reason for which AWS refuses a document.</summary>
    public static FindingKind PolicyInvalid => new(
        nameof(PolicyInvalid),
        FaultCategory.InvalidData,
        "AWS refuses a policy that is written so.",
        "Correct the element that is named.")
    {
        Symptom = "AWS refuses the document with MalformedPolicyDocument: an element is missing, stands twice, stands where this kind "
            + "of policy has none, or has a value of the wrong sort.",
    };

    /// <summary>No Version, or the first one.</summary>
    public static FindingKind PolicyVersionMissing => new(
        nameof(PolicyVersionMissing),
        FaultCategory.InvalidData,
        "The policy is of the first version of the language, in which ${...} is plain text.",
        "Write \"Version\": \"2012-10-17\" as the document's first element.")
    {
        Symptom = "A policy with variables such as ${aws:PrincipalTag/team} never matches, though each of its parts looks right.",
    };

    /// <summary>A trust policy that is longer than the quota.</summary>
    public static FindingKind PolicyTooLong => new(
        nameof(PolicyTooLong),
        FaultCategory.LimitsExceeded,
        "The trust policy is longer than the account's quota may be.",
        "Shorten it, for example with a condition on aws:PrincipalOrgID in place of many principals, or have the quota "
            + "'Role trust policy length' raised, to 4096 at most.")
    {
        Symptom = "AWS refuses the trust policy with LimitExceeded: 'Cannot exceed quota for ACLSizePerRole: 2048'.",
    };

    /// <summary>A principal that can never be one.</summary>
    public static FindingKind PrincipalInvalid => new(
        nameof(PrincipalInvalid),
        FaultCategory.InvalidData,
        "The policy names a principal that can never ask for the role.",
        "Name a role, a user, an account, a service or an identity provider.")
    {
        Symptom = "AWS refuses the trust policy with MalformedPolicyDocument: 'Invalid principal in policy', or takes it and denies "
            + "everybody. Often an instance profile is named, and its role is meant.",
    };

    /// <summary>A principal that is one session.</summary>
    public static FindingKind PrincipalSession => new(
        nameof(PrincipalSession),
        FaultCategory.InvalidData,
        "The policy trusts one session of a role by its name, and no other session of that role.",
        "Name the role: every session of it may ask then, whatever its name.")
    {
        Symptom = "The role can be assumed from one instance or one job only: another instance, or a new one, has another session name.",
    };

    /// <summary>A trust policy that trusts everyone.</summary>
    public static FindingKind TrustEveryone => new(
        nameof(TrustEveryone),
        FaultCategory.InvalidData,
        "The trust policy lets anyone with an AWS account assume the role.",
        "Name the worker's role as the principal, or add a condition on aws:PrincipalOrgID.")
    {
        Symptom = "Nothing fails: anybody who knows the role's name can take it, from any account.",
    };

    /// <summary>A condition that no call meets.</summary>
    public static FindingKind ConditionUnmatchable => new(
        nameof(ConditionUnmatchable),
        FaultCategory.InvalidData,
        "The policy has a condition value that no call can match.",
        "Correct the value, or the operator.")
    {
        Symptom = "AWS takes the document and denies every call, because a condition compares with something that never comes: an "
            + "external id that cannot be sent, a private address, a star that is meant as a wildcard.",
    };

    /// <summary>A decision that depends on something unknown.</summary>
    public static FindingKind ContextMissing => new(
        nameof(ContextMissing),
        FaultCategory.InvalidData,
        "The decision depends on something that the documents do not say, and it is not guessed.",
        "Give the value with -Context, such as -Context @{ 'aws:SourceIp' = '203.0.113.7' }.")
    {
        Symptom = "An offline check ends as Indeterminate: a condition asks for the caller's address, organisation or tags, which only "
            + "the real call has.",
    };

    /// <summary>A decision that depends on a policy that was not read.</summary>
    public static FindingKind PolicyUnread => new(
        nameof(PolicyUnread),
        FaultCategory.InvalidData,
        "The decision depends on a policy that was not read, and it is not guessed.",
        "Give that policy too, or check it on its own.")
    {
        Symptom = "An offline check ends as Indeterminate: a policy is attached to the caller or to the role, and its text is not at hand.",
    };
}
