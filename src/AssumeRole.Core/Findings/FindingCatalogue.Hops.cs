namespace AssumeRole.Findings;

/// <content>STS was asked for a role and does not give it (STS API reference, "Errors").</content>
public static partial class FindingCatalogue
{
    /// <summary>STS refused the role.</summary>
    public static FindingKind AssumeDenied => new(
        nameof(AssumeDenied),
        FaultCategory.PermissionDenied,
        "AWS denies this caller the role.",
        "Check that the role exists, that its trust policy names the caller, and that the caller's own policy allows "
            + "sts:AssumeRole.")
    {
        Symptom = "The aws CLI says \"An error occurred (AccessDenied) when calling the AssumeRole operation: User: ... is "
            + "not authorized to perform: sts:AssumeRole on resource: ...\", Terraform \"Cannot assume IAM Role\". Across "
            + "accounts a missing role reads the same.",
    };

    /// <summary>STS refused the MFA code or device.</summary>
    public static FindingKind MfaDenied => new(
        nameof(MfaDenied),
        FaultCategory.PermissionDenied,
        "AWS does not accept the MFA device or its code.",
        "Wait for the next code (each works once) and check the serial number and the device's clock.")
    {
        Symptom = "STS says \"MultiFactorAuthentication failed with invalid MFA one time pass code.\" or \"... unable to "
            + "validate MFA code. Please verify your MFA serial number is valid\".",
    };

    /// <summary>Longer than the role allows.</summary>
    public static FindingKind DurationOverMaximum => new(
        nameof(DurationOverMaximum),
        FaultCategory.LimitsExceeded,
        "The duration is longer than the role's MaxSessionDuration.",
        "Ask for less, or have the role's owner raise it: aws iam update-role --role-name <name> --max-session-duration "
            + "<seconds>.")
    {
        Symptom = "STS says \"The requested DurationSeconds exceeds the MaxSessionDuration set for this role.\"",
    };

    /// <summary>Longer than the hour that a chained role may have.</summary>
    public static FindingKind ChainingCap => new(
        nameof(ChainingCap),
        FaultCategory.LimitsExceeded,
        "A role that is assumed with another role's session lasts at most one hour, whatever its MaxSessionDuration.",
        "Use -DurationSeconds 3600 (or unset aws_assume_role_duration) and assume the role again when the hour is over.")
    {
        Symptom = "STS says \"The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
            + "chaining.\" and goes on saying so after MaxSessionDuration was raised.",
    };

    /// <summary>A later hop cannot change the source identity.</summary>
    public static FindingKind SourceIdentityFixed => new(
        nameof(SourceIdentityFixed),
        FaultCategory.InvalidOperation,
        "The caller's session already has a source identity, and it cannot be changed.",
        "Leave -SourceIdentity out: the one that the session has goes on down the chain.")
    {
        Symptom = "STS says \"The source identity is already set for this assume role session\".",
    };

    /// <summary>STS found a value that it does not take.</summary>
    public static FindingKind RequestInvalid => new(
        nameof(RequestInvalid),
        FaultCategory.InvalidArgument,
        "STS does not take a value of the request.",
        "Correct the value that stands between the quotes in STS's message, after the word Value.")
    {
        Symptom = "STS says \"1 validation error detected: Value '...' at '...' failed to satisfy constraint\", or "
            + "MalformedInput.",
    };

    /// <summary>STS did not take the session policy.</summary>
    public static FindingKind SessionPolicyRefused => new(
        nameof(SessionPolicyRefused),
        FaultCategory.InvalidArgument,
        "STS does not take the session policy.",
        "Check its elements: Version, and Statement with Effect, Action and Resource.")
    {
        Symptom = "STS says \"An error occurred (MalformedPolicyDocument) when calling the AssumeRole operation\".",
    };

    /// <summary>Session policy and tags are too large together.</summary>
    public static FindingKind PackedPolicyTooLarge => new(
        nameof(PackedPolicyTooLarge),
        FaultCategory.LimitsExceeded,
        "Session policy and tags are too large together.",
        "Shorten them; STS packs them, so the percentage that it names is what counts, not the number of characters.")
    {
        Symptom = "STS says \"Packed policy consumes ...% of allotted space\", \"Packed size of session tags consumes ...% "
            + "of allotted space.\" or \"Serialized token too large for session\".",
    };

    /// <summary>STS did not take the OIDC token.</summary>
    public static FindingKind WebIdentityRejected => new(
        nameof(WebIdentityRejected),
        FaultCategory.AuthenticationError,
        "STS does not accept the web identity token.",
        "Check its issuer and audience against the IAM identity provider, and that it has not expired.")
    {
        Symptom = "STS says InvalidIdentityToken with \"Incorrect token audience\", \"No OpenIDConnect provider found in "
            + "your account for ...\" or \"Couldn't retrieve verification key from your identity provider\", or "
            + "IDPRejectedClaim.",
    };

    /// <summary>Any other error of STS.</summary>
    public static FindingKind StsRefused => new(
        nameof(StsRefused),
        FaultCategory.InvalidOperation,
        "STS refuses the request.",
        "Look up STS's code in the STS API reference, \"Common Errors\"; the request id helps AWS support to find the call.")
    {
        Symptom = "An error code that no other entry here names, such as InvalidAction; or a page of something that is not "
            + "STS, with a status such as 404.",
    };
}
