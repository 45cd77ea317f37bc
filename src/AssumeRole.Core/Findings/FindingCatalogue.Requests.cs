namespace AssumeRole.Findings;

/// <content>Faults in what the caller asked for. Nothing was sent when one of these is reported.</content>
public static partial class FindingCatalogue
{
    /// <summary>No role was named. The text is that of the bash helper that the module replaces.</summary>
    public static FindingKind RoleArnMissing => new(
        nameof(RoleArnMissing),
        FaultCategory.InvalidArgument,
        "aws_assume_role_arn not provided. Please provide an IAM role for the task to assume.",
        "Set aws_assume_role_arn in the task's params, or pass -RoleArn.");

    /// <summary>A text is not an ARN.</summary>
    public static FindingKind ArnMalformed => new(
        nameof(ArnMalformed),
        FaultCategory.InvalidArgument,
        "This is not a well-formed ARN.",
        "A role's ARN looks like arn:aws:iam::111111111111:role/name.");

    /// <summary>An ARN names something other than a role.</summary>
    public static FindingKind ArnNotRole => new(
        nameof(ArnNotRole),
        FaultCategory.InvalidArgument,
        "This ARN does not name a role.",
        "Pass a role's ARN, such as arn:aws:iam::111111111111:role/name.");

    /// <summary>The account in an ARN is not twelve digits.</summary>
    public static FindingKind AccountIdInvalid => new(
        nameof(AccountIdInvalid),
        FaultCategory.InvalidArgument,
        "The account in this ARN is not twelve digits.",
        "Write the whole account id, leading zeros too.");

    /// <summary>A session duration is not a number of seconds that STS takes.</summary>
    public static FindingKind DurationInvalid => new(
        nameof(DurationInvalid),
        FaultCategory.InvalidArgument,
        "The session duration is not a whole number of seconds from 900 to 43200.",
        "Give seconds, such as 3600. A role reached through another role cannot exceed 3600.");

    /// <summary>A session name has characters or a length that STS refuses.</summary>
    public static FindingKind RoleSessionNameInvalid => new(
        nameof(RoleSessionNameInvalid),
        FaultCategory.InvalidArgument,
        "The role session name is not 2 to 64 of the characters A-Z a-z 0-9 _ + = , . @ -.",
        "Replace other characters, for example with a hyphen.");

    /// <summary>An external id has characters or a length that STS refuses.</summary>
    public static FindingKind ExternalIdInvalid => new(
        nameof(ExternalIdInvalid),
        FaultCategory.InvalidArgument,
        "The external id is not 2 to 1224 of the characters A-Z a-z 0-9 _ + = , . @ : / -.",
        "Ask the role's owner for the external id exactly as it stands in the trust policy.");

    /// <summary>A session tag, or a transitive key, breaks a rule of STS.</summary>
    public static FindingKind TagInvalid => new(
        nameof(TagInvalid),
        FaultCategory.InvalidArgument,
        "A session tag cannot be sent.",
        "STS takes at most 50 tags; keys of 1 to 128 and values of up to 256 letters, digits, spaces and _ . : / = + - @; "
            + "no key twice, whatever its case, and none that begins with aws:.");

    /// <summary>A session policy or a list of policy ARNs breaks a rule of STS.</summary>
    public static FindingKind SessionPolicyInvalid => new(
        nameof(SessionPolicyInvalid),
        FaultCategory.InvalidArgument,
        "The session policy cannot be sent.",
        "Pass a JSON policy document; with the policy ARNs it may have 2048 characters. At most 10 managed policies.");

    /// <summary>A source identity has characters or a length that STS refuses.</summary>
    public static FindingKind SourceIdentityInvalid => new(
        nameof(SourceIdentityInvalid),
        FaultCategory.InvalidArgument,
        "The source identity is not 2 to 64 of the characters A-Z a-z 0-9 _ + = , . @ -, or begins with aws:.",
        "Use the name of the person or pipeline that the session is for.");

    /// <summary>An MFA serial number or code cannot be right.</summary>
    public static FindingKind MfaInvalid => new(
        nameof(MfaInvalid),
        FaultCategory.InvalidArgument,
        "The MFA device or code cannot be sent.",
        "Pass -SerialNumber with the device's ARN (or hardware serial) and -TokenCode with its six digits.");

    /// <summary>An MFA code is needed and there is nobody to ask.</summary>
    public static FindingKind TokenCodeMissing => new(
        nameof(TokenCodeMissing),
        FaultCategory.InvalidArgument,
        "The MFA device needs a code and there is no terminal to ask for it.",
        "Pass -TokenCode. A pipeline should use a role that does not need MFA.");

    /// <summary>A web identity token is missing, unreadable or of an impossible size.</summary>
    public static FindingKind WebIdentityInvalid => new(
        nameof(WebIdentityInvalid),
        FaultCategory.InvalidArgument,
        "The web identity token cannot be used.",
        "Pass the token as a SecureString with -WebIdentityToken, or its file with -WebIdentityTokenFile.");

    /// <summary>Parameters that exclude each other.</summary>
    public static FindingKind ParameterConflict => new(
        nameof(ParameterConflict),
        FaultCategory.InvalidArgument,
        "These parameters exclude each other.",
        "Leave one of them out.");

    /// <summary>Something was piped to a cmdlet that works on one role and takes none from the pipeline.</summary>
    public static FindingKind PipelineInputRefused => new(
        nameof(PipelineInputRefused),
        FaultCategory.InvalidArgument,
        "This cmdlet takes no pipeline input, and must not take another role than the one that was piped.",
        "Pass the role with -RoleArn. Get-AssumedRoleCredential takes many roles by pipeline.");

    /// <summary>A credential source that does not exist.</summary>
    public static FindingKind SourceInvalid => new(
        nameof(SourceInvalid),
        FaultCategory.InvalidArgument,
        "There is no such credential source.",
        "Use Auto, Environment, Profile, Instance, Container or WebIdentity.");

    /// <summary>A credential object of the wrong kind.</summary>
    public static FindingKind CredentialInvalid => new(
        nameof(CredentialInvalid),
        FaultCategory.InvalidArgument,
        "This cannot be used as an AWS credential.",
        "Pass what Get-AssumedRoleCredential returned, or a PSCredential with the access key id as user name.");

    /// <summary>No region is configured anywhere.</summary>
    public static FindingKind RegionMissing => new(
        nameof(RegionMissing),
        FaultCategory.InvalidArgument,
        "No AWS region is configured, and none is ever guessed.",
        "Pass -Region, or set AWS_REGION.");

    /// <summary>A region name that no partition could have.</summary>
    public static FindingKind RegionInvalid => new(
        nameof(RegionInvalid),
        FaultCategory.InvalidArgument,
        "This is not the name of an AWS region.",
        "A region looks like eu-west-1 or us-gov-west-1.");

    /// <summary>An endpoint that is not an http or https address.</summary>
    public static FindingKind EndpointInvalid => new(
        nameof(EndpointInvalid),
        FaultCategory.InvalidArgument,
        "The STS endpoint is not an absolute http or https address.",
        "Correct -EndpointUrl, AWS_ENDPOINT_URL_STS or AWS_ENDPOINT_URL.");

    /// <summary>A variable that tunes the program has an impossible value.</summary>
    public static FindingKind VariableInvalid => new(
        nameof(VariableInvalid),
        FaultCategory.InvalidArgument,
        "An environment variable has a value that cannot be used.",
        "Correct or unset the variable.");
}
