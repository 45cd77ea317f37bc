namespace AssumeRole.Findings;

/// <content>What stands in the way of writing teams' sessions to a secret store.</content>
public static partial class FindingCatalogue
{
    /// <summary>A team's configuration cannot be got at.</summary>
    public static FindingKind TeamConfigurationUnreadable => new(
        nameof(TeamConfigurationUnreadable),
        FaultCategory.ObjectNotFound,
        "The team's configuration cannot be read.",
        "Check the path, or bucket and key, and that this identity may read there.")
    {
        Symptom = "Nothing is rotated, for a file or an object of S3 that is not there, or may not be read.",
    };

    /// <summary>A team's configuration is not what it should be.</summary>
    public static FindingKind TeamConfigurationInvalid => new(
        nameof(TeamConfigurationInvalid),
        FaultCategory.InvalidData,
        "The team's configuration cannot be used, so nothing was sent.",
        "Write { \"name\": \"team\", \"accounts\": [{ \"name\": \"account\", "
            + "\"roleArn\": \"arn:aws:iam::111111111111:role/name\", \"duration\": 3600 }] }, "
            + "an array of such teams, or { \"bucket\": \"name\", \"key\": \"team.json\" } for one in S3.")
    {
        Symptom = "Nothing is rotated; the message names the place in the JSON.",
    };

    /// <summary>Two accounts of a team have one name.</summary>
    public static FindingKind TeamAccountDuplicate => new(
        nameof(TeamAccountDuplicate),
        FaultCategory.InvalidData,
        "Two accounts of the team have the same name, so one would overwrite the other's secrets.",
        "Give each account of a team a name of its own.")
    {
        Symptom = "A pipeline gets the credentials of another account than the one it names, now and then.",
    };

    /// <summary>Two accounts would be written to one secret.</summary>
    public static FindingKind SecretPathCollision => new(
        nameof(SecretPathCollision),
        FaultCategory.InvalidData,
        "Two accounts would be written to the same secret.",
        "Use both {{.Team}} and {{.Account}} in the path template, and give the accounts names that differ by more than "
            + "-access-key, -secret-key or -session-token.")
    {
        Symptom = "A team's pipeline gets another team's credentials.",
    };

    /// <summary>A path template that cannot be used.</summary>
    public static FindingKind PathTemplateInvalid => new(
        nameof(PathTemplateInvalid),
        FaultCategory.InvalidArgument,
        "The path template cannot be used: it knows {{.Team}} and {{.Account}} and nothing else.",
        "Correct -PathTemplate or SECRETS_MANAGER_PATH, for example to /concourse/{{.Team}}/{{.Account}}.")
    {
        Symptom = "Nothing is rotated; Concourse's own templates with {{.Pipeline}} or {{.Secret}} were taken for this one.",
    };

    /// <summary>The store does not take a secret's name.</summary>
    public static FindingKind SecretNameInvalid => new(
        nameof(SecretNameInvalid),
        FaultCategory.InvalidData,
        "The store does not take this name for a secret.",
        "Change the name of the team or of the account, or the path template.")
    {
        Symptom = "Nothing is rotated, because of a blank, an umlaut or a slash in a team's or an account's name.",
    };

    /// <summary>A duration over an hour, which role chaining does not allow.</summary>
    public static FindingKind DurationOverHour => new(
        nameof(DurationOverHour),
        FaultCategory.LimitsExceeded,
        "The account asks for more than an hour, which STS refuses to whoever holds a role's session already, a function for example.",
        "Leave it if this identity is a user or an instance. If STS refuses, set duration to 3600, or use -AllowShorter.")
    {
        Symptom = "A warning before the rotation, and ChainingCap in the account's result if STS refuses.",
    };

    /// <summary>A secret belongs to somebody else.</summary>
    public static FindingKind SecretNotOwned => new(
        nameof(SecretNotOwned),
        FaultCategory.InvalidOperation,
        "The secret is there and this rotation does not own it, so it is not overwritten.",
        "If its value may be lost, take it over with -Force (once); if not, use another -PathTemplate or account name.")
    {
        Symptom = "The first rotation after another tool, or for a name that somebody has used by hand, fails for that account alone.",
    };

    /// <summary>Somebody deleted a secret.</summary>
    public static FindingKind SecretToBeDeleted => new(
        nameof(SecretToBeDeleted),
        FaultCategory.InvalidOperation,
        "Somebody deleted the secret, and the store keeps its name until the recovery window is over.",
        "Take the account out of the configuration if that was meant, or restore the secret with -Force.")
    {
        Symptom = "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.",
    };

    /// <summary>KMS refuses the store.</summary>
    public static FindingKind SecretKeyUnusable => new(
        nameof(SecretKeyUnusable),
        FaultCategory.PermissionDenied,
        "The key that encrypts the secret cannot be used.",
        "Check that the key is enabled, and that this identity has kms:GenerateDataKey and kms:Decrypt for it.")
    {
        Symptom = "EncryptionFailure, InvalidKeyId, or AccessDeniedException that names kms:GenerateDataKey.",
    };

    /// <summary>The store refuses.</summary>
    public static FindingKind SecretStoreDenied => new(
        nameof(SecretStoreDenied),
        FaultCategory.PermissionDenied,
        "This identity may not do that with the secret.",
        "Allow the action that the message names, for the secret's path; module/examples/rotation has the whole policy.")
    {
        Symptom = "AccessDeniedException: User: arn:aws:sts::... is not authorized to perform: secretsmanager:CreateSecret.",
    };

    /// <summary>The store holds no more.</summary>
    public static FindingKind SecretLimitReached => new(
        nameof(SecretLimitReached),
        FaultCategory.LimitsExceeded,
        "A limit of the store is reached.",
        "Delete what is no longer used, rotate less often, or ask AWS for a higher quota.")
    {
        Symptom = "LimitExceededException or ParameterLimitExceeded for new accounts, while old ones go on.",
    };

    /// <summary>The store throttles.</summary>
    public static FindingKind SecretStoreThrottled => new(
        nameof(SecretStoreThrottled),
        FaultCategory.LimitsExceeded,
        "The store throttles this account's requests, even after several waits.",
        "Use a smaller -ThrottleLimit, spread the teams' schedules over the hour, or write one secret an account with -Layout Json.")
    {
        Symptom = "ThrottlingException: Rate exceeded, in runs of many accounts.",
    };

    /// <summary>The store has a fault of its own.</summary>
    public static FindingKind SecretStoreUnavailable => new(
        nameof(SecretStoreUnavailable),
        FaultCategory.ResourceUnavailable,
        "The store cannot serve the request at the moment.",
        "Try again; the next run on the schedule does.")
    {
        Symptom = "InternalServiceError or status 503, for some accounts of a run.",
    };

    /// <summary>The store cannot be reached.</summary>
    public static FindingKind SecretStoreUnreachable => new(
        nameof(SecretStoreUnreachable),
        FaultCategory.ConnectionError,
        "The store cannot be reached.",
        "Check the network, the proxy variables and AWS_ENDPOINT_URL_SECRETS_MANAGER, _SSM or _S3. "
            + "A private subnet needs a NAT or an endpoint of each.")
    {
        Symptom = "Every account fails after the same wait.",
    };

    /// <summary>Any other error of the store.</summary>
    public static FindingKind SecretStoreRefused => new(
        nameof(SecretStoreRefused),
        FaultCategory.InvalidOperation,
        "The store refuses the request.",
        "See the store's message; the request id helps AWS support to find it.")
    {
        Symptom = "ValidationException or InvalidParameterException.",
    };
}
