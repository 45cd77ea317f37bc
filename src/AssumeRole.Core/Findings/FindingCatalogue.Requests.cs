namespace AssumeRole.Findings;

/// <content>Faults in what the caller asked for. Nothing was sent when one of these is reported.</content>
public static partial class FindingCatalogue
{
    /// <summary>No role was named. The text is that of the bash helper that the module replaces.</summary>
    public static FindingKind RoleArnMissing => new(
        nameof(RoleArnMissing),
        FaultCategory.InvalidArgument,
        "aws_assume_role_arn not provided. Please provide an IAM role for the task to assume.",
        "Set aws_assume_role_arn in the task's params, or pass -RoleArn.")
    {
        Symptom = "The task stops at its first line with \"aws_assume_role_arn not provided\", in the words of the bash "
            + "helper.",
    };

    /// <summary>A text is not an ARN.</summary>
    public static FindingKind ArnMalformed => new(
        nameof(ArnMalformed),
        FaultCategory.InvalidArgument,
        "This is not a well-formed ARN.",
        "A role's ARN looks like arn:aws:iam::111111111111:role/name.")
    {
        Symptom = "STS would say \"ValidationError: arn:aws::iam::... is invalid\", boto3 \"Invalid length for parameter "
            + "RoleArn\"; a text that begins with (( is a Concourse variable that was not filled in.",
    };

    /// <summary>An ARN names something other than a role.</summary>
    public static FindingKind ArnNotRole => new(
        nameof(ArnNotRole),
        FaultCategory.InvalidArgument,
        "This ARN does not name a role.",
        "Pass a role's ARN, such as arn:aws:iam::111111111111:role/name.")
    {
        Symptom = "The ARN says instance-profile, user, policy or sts::...:assumed-role; STS would answer ValidationError "
            + "or AccessDenied.",
    };

    /// <summary>The account in an ARN is not twelve digits.</summary>
    public static FindingKind AccountIdInvalid => new(
        nameof(AccountIdInvalid),
        FaultCategory.InvalidArgument,
        "The account in this ARN is not twelve digits.",
        "Write the whole account id, leading zeros too.")
    {
        Symptom = "The ARN has eleven digits or fewer, often because YAML or a spreadsheet took the account for a number "
            + "and cut its leading zeros.",
    };

    /// <summary>A session duration is not a number of seconds that STS takes.</summary>
    public static FindingKind DurationInvalid => new(
        nameof(DurationInvalid),
        FaultCategory.InvalidArgument,
        "The session duration is not a whole number of seconds from 900 to 43200.",
        "Give seconds, such as 3600. A role reached through another role cannot exceed 3600.")
    {
        Symptom = "STS would say \"Value '100' at 'durationSeconds' failed to satisfy constraint: Member must have value "
            + "greater than or equal to 900\"; a duration such as 1h is not a number at all.",
    };

    /// <summary>A session name has characters or a length that STS refuses.</summary>
    public static FindingKind RoleSessionNameInvalid => new(
        nameof(RoleSessionNameInvalid),
        FaultCategory.InvalidArgument,
        "The role session name is not 2 to 64 of the characters A-Z a-z 0-9 _ + = , . @ -.",
        "Replace other characters, for example with a hyphen.")
    {
        Symptom = "STS would say \"Value '...' at 'roleSessionName' failed to satisfy constraint: Member must satisfy "
            + "regular expression pattern: [\\w+=,.@-]*\", often for a branch name with a slash in it.",
    };

    /// <summary>An external id has characters or a length that STS refuses.</summary>
    public static FindingKind ExternalIdInvalid => new(
        nameof(ExternalIdInvalid),
        FaultCategory.InvalidArgument,
        "The external id is not 2 to 1224 of the characters A-Z a-z 0-9 _ + = , . @ : / -.",
        "Ask the role's owner for the external id exactly as it stands in the trust policy.")
    {
        Symptom = "STS would say \"at 'externalId' failed to satisfy constraint\", often for a line end or quotes that came "
            + "with the value.",
    };

    /// <summary>A session tag, or a transitive key, breaks a rule of STS.</summary>
    public static FindingKind TagInvalid => new(
        nameof(TagInvalid),
        FaultCategory.InvalidArgument,
        "A session tag cannot be sent.",
        "STS takes at most 50 tags; keys of 1 to 128 and values of up to 256 letters, digits, spaces and _ . : / = + - @; "
            + "no key twice, whatever its case, and none that begins with aws:.")
    {
        Symptom = "STS would say \"at 'tags.1.member.key' failed to satisfy constraint\"; -Tag with anything but a "
            + "hashtable ends here too.",
    };

    /// <summary>A session policy or a list of policy ARNs breaks a rule of STS.</summary>
    public static FindingKind SessionPolicyInvalid => new(
        nameof(SessionPolicyInvalid),
        FaultCategory.InvalidArgument,
        "The session policy cannot be sent.",
        "Pass a JSON policy document; with the policy ARNs it may have 2048 characters. At most 10 managed policies.")
    {
        Symptom = "-Policy holds no JSON (a file's path, for example), more than 2048 characters or one that STS does not "
            + "take; STS would say MalformedPolicyDocument or \"at 'policy' failed to satisfy constraint\".",
    };

    /// <summary>A source identity has characters or a length that STS refuses.</summary>
    public static FindingKind SourceIdentityInvalid => new(
        nameof(SourceIdentityInvalid),
        FaultCategory.InvalidArgument,
        "The source identity is not 2 to 64 of the characters A-Z a-z 0-9 _ + = , . @ -, or begins with aws:.",
        "Use the name of the person or pipeline that the session is for.")
    {
        Symptom = "STS would say \"at 'sourceIdentity' failed to satisfy constraint\", often for a name with a space or a "
            + "slash.",
    };
}
