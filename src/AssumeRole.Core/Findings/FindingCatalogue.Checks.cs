namespace AssumeRole.Findings;

/// <content>What a check finds that is no error of its own.</content>
public static partial class FindingCatalogue
{
    /// <summary>Something outranks the instance's role.</summary>
    public static FindingKind EnvironmentShadowsRole => new(
        nameof(EnvironmentShadowsRole),
        FaultCategory.InvalidOperation,
        "Other credentials outrank the worker's role, so programs act as somebody else.",
        "Unset what is left over from earlier, or keep it and give -Source to say which identity is meant.")
    {
        Symptom = "aws sts get-caller-identity names another identity than the worker's role, or AccessDenied names a user whom nobody expected.",
    };

    /// <summary>Half an identity is left in the environment.</summary>
    public static FindingKind EnvironmentLeftover => new(
        nameof(EnvironmentLeftover),
        FaultCategory.InvalidOperation,
        "The environment holds part of an identity that cannot be used.",
        "Unset it.")
    {
        Symptom = "PartialCredentialsError, \"The config profile (x) could not be found\", or InvalidClientTokenId from programs that find the rest of it.",
    };

    /// <summary>Metadata requests of other programs would go through a proxy.</summary>
    public static FindingKind MetadataThroughProxy => new(
        nameof(MetadataThroughProxy),
        FaultCategory.InvalidOperation,
        "Other programs send their metadata requests through the proxy, which answers for its own machine or is refused with 403.",
        "Add 169.254.169.254 to NO_PROXY.")
    {
        Symptom = "The AWS CLI and boto3 say \"Unable to locate credentials\", or show the proxy's own error page, while this module finds the role.",
    };

    /// <summary>The clock is off, and not yet so far that signatures are refused.</summary>
    public static FindingKind ClockOffset => new(
        nameof(ClockOffset),
        FaultCategory.InvalidOperation,
        "This machine's clock is wrong by a minute or more. From 15 minutes on, AWS refuses every signature.",
        "Set the clock, for example with chronyc makestep. On EC2, 169.254.169.123 gives the time.")
    {
        Symptom = "Sessions seem to end too early or too late, and now and then \"Signature expired\" or \"Signature not yet current\".",
    };

    /// <summary>STS gave a session of another role than was asked for.</summary>
    public static FindingKind IdentityUnexpected => new(
        nameof(IdentityUnexpected),
        FaultCategory.InvalidOperation,
        "The session that came out is not of the role and name that were asked for.",
        "Find out who answers: AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL or a proxy may stand in the place of STS.")
    {
        Symptom = "aws sts get-caller-identity names another role than the one that was assumed.",
    };

    /// <summary>Session policy and tags are nearly too large.</summary>
    public static FindingKind PackedPolicyNearLimit => new(
        nameof(PackedPolicyNearLimit),
        FaultCategory.LimitsExceeded,
        "Session policy and tags fill nearly all the space that STS has for them.",
        "Shorten them before the next tag makes STS answer PackedPolicyTooLarge.")
    {
        Symptom = "Nothing yet; one more tag or statement ends in PackedPolicyTooLarge.",
    };

    /// <summary>The trust policy does not ask for the external id.</summary>
    public static FindingKind ExternalIdNotEnforced => new(
        nameof(ExternalIdNotEnforced),
        FaultCategory.SecurityError,
        "The role can be assumed without the external id, so it protects nothing.",
        "Add \"Condition\": {\"StringEquals\": {\"sts:ExternalId\": \"<id>\"}} to the statement of the trust policy that allows the caller.")
    {
        Symptom = "Nothing: every external id works, a wrong one too.",
    };

    /// <summary>Every task on the worker can be the worker.</summary>
    public static FindingKind WorkerRoleShared => new(
        nameof(WorkerRoleShared),
        FaultCategory.SecurityError,
        "Every task on this worker can take the worker's role, and with it every role that trusts it.",
        "Keep the worker's own permissions at sts:AssumeRole, let roles ask for an external id or a source identity, or give teams workers of their own.")
    {
        Symptom = "Nothing: the metadata service answers from within a container, to this task as to every other.",
    };

    /// <summary>The session lasts longer than an hour.</summary>
    public static FindingKind SessionLong => new(
        nameof(SessionLong),
        FaultCategory.SecurityError,
        "The session lasts longer than an hour; keys that leak from a short job stay good for the rest of it.",
        "Ask for what the job needs with -DurationSeconds or aws_assume_role_duration; 3600 is the default.")
    {
        Symptom = "Nothing: keys from the log of a job that ended long ago still work.",
    };
}
