namespace AssumeRole.Findings;

/// <content>Faults in what was asked for and given: parameters, variables, MFA codes, tokens, keys. Nothing was sent.</content>
public static partial class FindingCatalogue
{
    internal static FindingKind RoleArnMissing => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "aws_assume_role_arn not provided. Please provide an IAM role for the task to assume.",
        Remedy: "Set aws_assume_role_arn in the task's params, or pass -RoleArn.",
        Symptom: "The task stops at its first line with \"aws_assume_role_arn not provided\", in the words of the bash helper.");

    internal static FindingKind ArnMalformed => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "This is not a well-formed ARN.",
        Remedy: "A role's ARN looks like arn:aws:iam::111111111111:role/name.",
        Symptom: "STS would say \"ValidationError: arn:aws::iam::... is invalid\", boto3 \"Invalid length for parameter RoleArn\"; a "
            + "text that begins with (( is a Concourse variable that was not filled in.");

    internal static FindingKind ArnNotRole => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "This ARN does not name a role.",
        Remedy: "Pass a role's ARN, such as arn:aws:iam::111111111111:role/name.",
        Symptom: "The ARN says instance-profile, user, policy or sts::...:assumed-role; STS would answer ValidationError or "
            + "AccessDenied.");

    internal static FindingKind AccountIdInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "The account in this ARN is not twelve digits.",
        Remedy: "Write the whole account id, leading zeros too.",
        Symptom: "The ARN has eleven digits or fewer, often because YAML or a spreadsheet took the account for a number and cut its "
            + "leading zeros.");

    internal static FindingKind DurationInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "The session duration is not a whole number of seconds from 900 to 43200.",
        Remedy: "Give seconds, such as 3600. A role reached through another role cannot exceed 3600.",
        Symptom: "STS would say \"Value '100' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or "
            + "equal to 900\"; a duration such as 1h is not a number at all.");

    internal static FindingKind RoleSessionNameInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "The role session name is not 2 to 64 of the characters A-Z a-z 0-9 _ + = , . @ -.",
        Remedy: "Replace other characters, for example with a hyphen.",
        Symptom: "STS would say \"Value '...' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression "
            + "pattern: [\\w+=,.@-]*\", often for a branch name with a slash in it.");

    internal static FindingKind ExternalIdInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "The external id is not 2 to 1224 of the characters A-Z a-z 0-9 _ + = , . @ : / -.",
        Remedy: "Ask the role's owner for the external id exactly as it stands in the trust policy.",
        Symptom: "STS would say \"at 'externalId' failed to satisfy constraint\", often for a line end or quotes that came with the "
            + "value.");

    internal static FindingKind TagInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "A session tag cannot be sent.",
        Remedy: "STS takes at most 50 tags; keys of 1 to 128 and values of up to 256 letters, digits, spaces and _ . : / = + - @; no key "
            + "twice, whatever its case, and none that begins with aws:.",
        Symptom: "STS would say \"at 'tags.1.member.key' failed to satisfy constraint\"; -Tag with anything but a hashtable ends here "
            + "too.");

    internal static FindingKind SessionPolicyInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "The session policy cannot be sent.",
        Remedy: "Pass a JSON policy document; with the policy ARNs it may have 2048 characters. At most 10 managed policies.",
        Symptom: "-Policy holds no JSON (a file's path, for example), more than 2048 characters or one that STS does not take; STS would "
            + "say MalformedPolicyDocument or \"at 'policy' failed to satisfy constraint\".");

    internal static FindingKind SourceIdentityInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "The source identity is not 2 to 64 of the characters A-Z a-z 0-9 _ + = , . @ -, or begins with aws:.",
        Remedy: "Use the name of the person or pipeline that the session is for.",
        Symptom: "STS would say \"at 'sourceIdentity' failed to satisfy constraint\", often for a name with a space or a slash.");

    internal static FindingKind MfaInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "The MFA device or code cannot be sent.",
        Remedy: "Pass -SerialNumber with the device's ARN (or hardware serial) and -TokenCode with its six digits.",
        Symptom: "STS would say \"at 'tokenCode' failed to satisfy constraint\" or \"at 'serialNumber' failed to satisfy constraint\"; a "
            + "code that was read as a number has lost its leading zeros.");

    internal static FindingKind TokenCodeMissing => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "The MFA device needs a code and there is no terminal to ask for it.",
        Remedy: "Pass -TokenCode. A pipeline should use a role that does not need MFA.",
        Symptom: "A script that works at a desk fails in a task; the aws CLI would stop at \"Enter MFA code for ...\".");

    internal static FindingKind WebIdentityInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "The web identity token cannot be used.",
        Remedy: "Pass the file of the token with -WebIdentityTokenFile. In PowerShell a SecureString of the token does as well.",
        Symptom: "The file of AWS_WEB_IDENTITY_TOKEN_FILE is absent or empty (boto3: \"No such file or directory\"), or the token is "
            + "shorter than 4 or longer than 20000 characters.");

    internal static FindingKind CredentialInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "This cannot be used as an AWS credential.",
        Remedy: "Pass what Get-AssumedRoleCredential returned, or a PSCredential with the access key id as user name.",
        Symptom: "-Credential was given a text, a hashtable, or a credential object of AWS.Tools.");

    internal static FindingKind ParameterConflict => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "These parameters exclude each other.",
        Remedy: "Leave one of the named parameters out: each of them says which identity to start from.",
        Symptom: "Two parameters each say which identity to start from, or one has no place in a call with a web identity token.");

    internal static FindingKind ParameterEmpty => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "The parameter was given and has no value. To go on without it could take another role than the one that was meant.",
        Remedy: "Set the variable that the value is taken from, or leave the parameter out.",
        Symptom: "A script passes a variable that is not set, such as -Team $team.");

    internal static FindingKind PipelineInputRefused => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "This cmdlet takes no pipeline input, and must not take another role than the one that was piped.",
        Remedy: "Pass the role with -RoleArn. Get-AssumedRoleCredential takes many roles by pipeline.",
        Symptom: "PowerShell says \"The input object cannot be bound to any parameters for the command\" as well.");

    internal static FindingKind SourceInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "There is no such credential source.",
        Remedy: "Use Auto, Environment, Profile, Instance, Container or WebIdentity.",
        Symptom: "-Source has a name of the AWS config file, such as Ec2InstanceMetadata, or a misspelt one.");

    internal static FindingKind RegionMissing => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "No AWS region is configured, and none is ever guessed.",
        Remedy: "Pass -Region, or set AWS_REGION.",
        Symptom: "The aws CLI and boto3 say \"You must specify a region.\" (NoRegionError), AWS.Tools \"No region specified or obtained "
            + "from persisted/shell defaults.\", the .NET SDK \"No RegionEndpoint or ServiceURL configured\".");

    internal static FindingKind RegionInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "This is not the name of an AWS region.",
        Remedy: "A region looks like eu-west-1 or us-gov-west-1.",
        Symptom: "boto3 says \"Provided region_name '...' doesn't match a supported format.\"; often it is a region's display name, such "
            + "as EU (Ireland), or a variable that was not filled in.");

    internal static FindingKind EndpointInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "The STS endpoint is not an absolute http or https address.",
        Remedy: "Correct -EndpointUrl, AWS_ENDPOINT_URL_STS or AWS_ENDPOINT_URL: it begins with https:// and names a host.",
        Symptom: "boto3 says \"Invalid endpoint: ...\"; usually the https:// in front is missing.");

    internal static FindingKind VariableInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "An environment variable has a value that cannot be used.",
        Remedy: "Correct or unset the variable that is named.",
        Symptom: "One of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set without the other (boto3: \"Partial credentials found in "
            + "env, missing: AWS_SECRET_ACCESS_KEY\"), or a number, an address or a token in a variable makes no sense.");

    internal static FindingKind ReportPathInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "The report cannot be written to this file.",
        Remedy: "Name a file that ends in .html, .json or .md in a folder that is there and can be written to.",
        Symptom: "-ReportPath is refused before the chain is walked, or the report is missing at the end.");
}
