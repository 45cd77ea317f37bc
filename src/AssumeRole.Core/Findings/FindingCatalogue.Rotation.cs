namespace AssumeRole.Findings;

/// <content>What stands in the way of writing teams' sessions to a secret store.</content>
public static partial class FindingCatalogue
{
    internal static FindingKind TeamConfigurationUnreadable => new(FaultCategory.ObjectNotFound, ExitCode.Other,
        Cause: "The team's configuration cannot be read.",
        Remedy: "Check the path, or bucket and key, and that this identity may read there.",
        Symptom: "Nothing is rotated, for a file or an object of S3 that is not there, or may not be read.");

    internal static FindingKind TeamConfigurationInvalid => new(FaultCategory.InvalidData, ExitCode.Usage,
        Cause: "The team's configuration cannot be used, so nothing was sent.",
        Remedy: "Write { \"name\": \"team\", \"accounts\": [{ \"name\": \"account\", \"roleArn\": "
            + "\"arn:aws:iam::111111111111:role/name\", \"duration\": 3600 }] }, an array of such teams, or { \"bucket\": \"name\", "
            + "\"key\": \"team.json\" } for one in S3.",
        Symptom: "Nothing is rotated; the message names the place in the JSON.");

    internal static FindingKind TeamAccountDuplicate => new(FaultCategory.InvalidData, ExitCode.Usage,
        Cause: "Two accounts of the team have the same name, so one would overwrite the other's secrets.",
        Remedy: "Give each account of a team a name of its own.",
        Symptom: "A pipeline gets the credentials of another account than the one it names, now and then.");

    internal static FindingKind SecretPathCollision => new(FaultCategory.InvalidData, ExitCode.Usage,
        Cause: "Two accounts would be written to the same secret.",
        Remedy: "Use both {{.Team}} and {{.Account}} in the path template, and give the accounts names that differ by more than "
            + "-access-key, -secret-key or -session-token.",
        Symptom: "A team's pipeline gets another team's credentials.");

    internal static FindingKind PathTemplateInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "The path template cannot be used: it knows {{.Team}} and {{.Account}} and nothing else.",
        Remedy: "Correct -PathTemplate or SECRETS_MANAGER_PATH, for example to /concourse/{{.Team}}/{{.Account}}.",
        Symptom: "Nothing is rotated; Concourse's own templates with {{.Pipeline}} or {{.Secret}} were taken for this one.");

    internal static FindingKind SecretNameInvalid => new(FaultCategory.InvalidData, ExitCode.Usage,
        Cause: "The store does not take this name for a secret.",
        Remedy: "Change the name of the team or of the account, or the path template.",
        Symptom: "Nothing is rotated, because of a blank, an umlaut or a slash in a team's or an account's name.");

    internal static FindingKind DurationOverHour => new(FaultCategory.LimitsExceeded, ExitCode.Other,
        Cause: "The account asks for more than an hour, which STS refuses to a caller with a role's session, such as a function.",
        Remedy: "Leave it if this identity is a user or an instance. If STS refuses, set duration to 3600, or use -AllowShorter.",
        Symptom: "A warning before the rotation, and ChainingCap in the account's result if STS refuses.");

    internal static FindingKind SecretNotOwned => new(FaultCategory.InvalidOperation, ExitCode.Other,
        Cause: "The secret is there and this rotation does not own it, so it is not overwritten.",
        Remedy: "If its value may be lost, take it over with -Force (once); if not, use another -PathTemplate or account name.",
        Symptom: "The first rotation after another tool, or for a name that was used by hand, fails for that account alone.");

    internal static FindingKind SecretToBeDeleted => new(FaultCategory.InvalidOperation, ExitCode.Other,
        Cause: "The secret was deleted, and the store keeps its name until the recovery window is over.",
        Remedy: "Take the account out of the configuration if that was meant, or restore the secret with -Force.",
        Symptom: "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.");

    internal static FindingKind SecretKeyUnusable => new(FaultCategory.PermissionDenied, ExitCode.Denied,
        Cause: "The key that encrypts the secret cannot be used.",
        Remedy: "Check that the key is enabled, and that this identity has kms:GenerateDataKey and kms:Decrypt for it.",
        Symptom: "EncryptionFailure, InvalidKeyId, or AccessDeniedException that names kms:GenerateDataKey.");

    internal static FindingKind SecretStoreDenied => new(FaultCategory.PermissionDenied, ExitCode.Denied,
        Cause: "This identity may not do that with the secret.",
        Remedy: "Allow the action that the message names, for the secret's path; module/examples/rotation has the whole policy.",
        Symptom: "AccessDeniedException: User: arn:aws:sts::... is not authorized to perform: secretsmanager:CreateSecret.");

    internal static FindingKind SecretLimitReached => new(FaultCategory.LimitsExceeded, ExitCode.Other,
        Cause: "A limit of the store is reached.",
        Remedy: "Delete what is no longer used, rotate less often, or ask AWS for a higher quota.",
        Symptom: "LimitExceededException or ParameterLimitExceeded for new accounts, while old ones go on.");

    internal static FindingKind SecretStoreThrottled => new(FaultCategory.LimitsExceeded, ExitCode.Unavailable,
        Cause: "The store throttles this account's requests, even after several waits.",
        Remedy: "Use a smaller -ThrottleLimit, spread the teams' schedules over the hour, or write one secret an account with -Layout "
            + "Json.",
        Symptom: "ThrottlingException: Rate exceeded, in runs of many accounts.");

    internal static FindingKind SecretStoreUnavailable => new(FaultCategory.ResourceUnavailable, ExitCode.Unavailable,
        Cause: "The store cannot serve the request at the moment.",
        Remedy: "Try again; the next run on the schedule does.",
        Symptom: "InternalServiceError or status 503, for some accounts of a run.");

    internal static FindingKind SecretStoreUnreachable => new(FaultCategory.ConnectionError, ExitCode.Unavailable,
        Cause: "The store cannot be reached.",
        Remedy: "Check the network, the proxy variables and AWS_ENDPOINT_URL_SECRETS_MANAGER, _SSM or _S3. A private subnet needs a NAT "
            + "or an endpoint of each.",
        Symptom: "Every account fails after the same wait.");

    internal static FindingKind SecretStoreRefused => new(FaultCategory.InvalidOperation, ExitCode.Other,
        Cause: "The store refuses the request.",
        Remedy: "See the store's message; the request id helps AWS support to find it.",
        Symptom: "ValidationException or InvalidParameterException.");

    internal static FindingKind RotationOptionInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "An option of the rotation has a value that cannot be used.",
        Remedy: "Correct the option that is named, or leave it out.",
        Symptom: "Nothing is rotated, for a store, layout, throttle limit or minimum that does not exist.");

    internal static FindingKind RotationIncomplete => new(FaultCategory.InvalidOperation, ExitCode.Other,
        Cause: "Some accounts were not rotated; all others were.",
        Remedy: "See each account's own finding, and run it again: what lasts long enough is kept.",
        Symptom: "Exit code 1, an error at the end of Publish-RoleCredential, or a failed invocation of the function.");

    internal static FindingKind RotationTimedOut => new(FaultCategory.OperationTimeout, ExitCode.Other,
        Cause: "The run was ended before this account was done.",
        Remedy: "Run it again; for a function, set a longer timeout or give the team fewer accounts. What is done is kept.",
        Symptom: "The last accounts of a large team fail in every run of the function.");

    internal static FindingKind LambdaRuntimeUnreachable => new(FaultCategory.ConnectionError, ExitCode.Other,
        Cause: "The Lambda runtime interface does not answer as it should.",
        Remedy: "Unset AWS_LAMBDA_RUNTIME_API if this is no Lambda function; Lambda itself starts the function again.",
        Symptom: "Runtime.ExitError in the function's log.");
}
