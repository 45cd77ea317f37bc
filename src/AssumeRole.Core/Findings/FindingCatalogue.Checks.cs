namespace AssumeRole.Findings;

/// <content>What a check finds that is no error of its own.</content>
public static partial class FindingCatalogue
{
    internal static FindingKind EnvironmentShadowsRole => new(FaultCategory.InvalidOperation, ExitCode.Other,
        Cause: "Other credentials outrank the worker's role, so programs act as another identity.",
        Remedy: "Unset what is left over from earlier, or keep it and give -Source to say which identity is meant.",
        Symptom: "aws sts get-caller-identity names another identity than the worker's role, or AccessDenied names an unexpected "
            + "user.");

    internal static FindingKind EnvironmentLeftover => new(FaultCategory.InvalidOperation, ExitCode.Other,
        Cause: "The environment holds part of an identity that cannot be used.",
        Remedy: "Unset it.",
        Symptom: "PartialCredentialsError, \"The config profile (x) could not be found\", or InvalidClientTokenId from programs that "
            + "find the rest of it.");

    internal static FindingKind MetadataThroughProxy => new(FaultCategory.InvalidOperation, ExitCode.MetadataUnreachable,
        Cause: "Other programs send their metadata requests through the proxy, which answers for its own machine or is refused with 403.",
        Remedy: "Add 169.254.169.254 to NO_PROXY.",
        Symptom: "The AWS CLI and boto3 say \"Unable to locate credentials\", or show the proxy's own error page, while this module "
            + "finds the role.");

    internal static FindingKind ClockOffset => new(FaultCategory.InvalidOperation, ExitCode.Other,
        Cause: "This machine's clock is wrong by a minute or more. From 15 minutes on, AWS refuses every signature.",
        Remedy: "Set the clock, for example with chronyc makestep. On EC2, 169.254.169.123 gives the time.",
        Symptom: "Sessions seem to end too early or too late, and now and then \"Signature expired\" or \"Signature not yet current\".");

    internal static FindingKind IdentityUnexpected => new(FaultCategory.InvalidOperation, ExitCode.Other,
        Cause: "The session that came out is not of the role and name that were asked for.",
        Remedy: "Find out who answers: AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL or a proxy may stand in the place of STS.",
        Symptom: "aws sts get-caller-identity names another role than the one that was assumed.");

    internal static FindingKind PackedPolicyNearLimit => new(FaultCategory.LimitsExceeded, ExitCode.Other,
        Cause: "Session policy and tags fill nearly all the space that STS has for them.",
        Remedy: "Shorten them before the next tag makes STS answer PackedPolicyTooLarge.",
        Symptom: "Nothing yet; one more tag or statement ends in PackedPolicyTooLarge.");

    internal static FindingKind ExternalIdNotEnforced => new(FaultCategory.SecurityError, ExitCode.Other,
        Cause: "The role can be assumed without the external id, so it protects nothing.",
        Remedy: "Add \"Condition\": {\"StringEquals\": {\"sts:ExternalId\": \"<id>\"}} to the statement of the trust policy that allows "
            + "the caller.",
        Symptom: "Nothing: every external id works, a wrong one too.");

    internal static FindingKind WorkerRoleShared => new(FaultCategory.SecurityError, ExitCode.Other,
        Cause: "Every task on this worker can take the worker's role, and with it every role that trusts it.",
        Remedy: "Keep the worker's own permissions at sts:AssumeRole, let roles ask for an external id or a source identity, or give "
            + "teams workers of their own.",
        Symptom: "Nothing: the metadata service answers from within a container, to this task as to every other.");

    internal static FindingKind SessionLong => new(FaultCategory.SecurityError, ExitCode.Other,
        Cause: "The session lasts longer than an hour; keys that leak from a short job stay good for the rest of it.",
        Remedy: "Ask for what the job needs with -DurationSeconds or aws_assume_role_duration; 3600 is the default.",
        Symptom: "Nothing: keys from the log of a job that ended long ago still work.");
}
