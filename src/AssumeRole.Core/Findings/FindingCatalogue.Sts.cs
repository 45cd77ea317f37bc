namespace AssumeRole.Findings;

/// <content>What STS answers when it does not give a session (STS API reference, "Errors").</content>
public static partial class FindingCatalogue
{
    /// <summary>STS refused the role.</summary>
    public static FindingKind AssumeDenied => new(
        nameof(AssumeDenied),
        FaultCategory.PermissionDenied,
        "AWS denies this caller the role.",
        "Check that the role exists, that its trust policy names the caller, and that the caller's own policy allows sts:AssumeRole.");

    /// <summary>STS refused the MFA code or device.</summary>
    public static FindingKind MfaDenied => new(
        nameof(MfaDenied),
        FaultCategory.PermissionDenied,
        "AWS does not accept the MFA device or its code.",
        "Wait for the next code (each works once) and check the serial number.");

    /// <summary>Longer than the role allows.</summary>
    public static FindingKind DurationOverMaximum => new(
        nameof(DurationOverMaximum),
        FaultCategory.LimitsExceeded,
        "The duration is longer than the role's MaxSessionDuration.",
        "Ask for less, or have the role's owner raise it: aws iam update-role --role-name <name> --max-session-duration <seconds>.");

    /// <summary>Longer than the hour that a chained role may have.</summary>
    public static FindingKind ChainingCap => new(
        nameof(ChainingCap),
        FaultCategory.LimitsExceeded,
        "A role that is assumed with another role's session lasts at most one hour, whatever its MaxSessionDuration.",
        "Use -DurationSeconds 3600 (or unset aws_assume_role_duration) and assume the role again when the hour is over.");

    /// <summary>A later hop cannot change the source identity.</summary>
    public static FindingKind SourceIdentityFixed => new(
        nameof(SourceIdentityFixed),
        FaultCategory.InvalidOperation,
        "The caller's session already has a source identity, and it cannot be changed.",
        "Leave -SourceIdentity out.");

    /// <summary>STS found a value that it does not take.</summary>
    public static FindingKind RequestInvalid => new(
        nameof(RequestInvalid),
        FaultCategory.InvalidArgument,
        "STS does not take a value of the request.",
        "Correct the value that STS names.");

    /// <summary>STS did not take the session policy.</summary>
    public static FindingKind SessionPolicyRefused => new(
        nameof(SessionPolicyRefused),
        FaultCategory.InvalidArgument,
        "STS does not take the session policy.",
        "Check its elements: Version, and Statement with Effect, Action and Resource.");

    /// <summary>Session policy and tags are too large together.</summary>
    public static FindingKind PackedPolicyTooLarge => new(
        nameof(PackedPolicyTooLarge),
        FaultCategory.LimitsExceeded,
        "Session policy and tags are too large together.",
        "Shorten them; STS packs them, so the percentage that it names is what counts, not the number of characters.");

    /// <summary>The account has the region's STS switched off.</summary>
    public static FindingKind RegionDisabled => new(
        nameof(RegionDisabled),
        FaultCategory.ResourceUnavailable,
        "STS is not active in this region for the account.",
        "Use another -Region, or have the account's administrator activate STS there (IAM console, Account settings).");

    /// <summary>The keys that signed the request have expired.</summary>
    public static FindingKind CredentialsExpired => new(
        nameof(CredentialsExpired),
        FaultCategory.AuthenticationError,
        "The credentials, or the token, that stand for the caller have expired.",
        "Get new ones. Old keys in AWS_ACCESS_KEY_ID outrank the instance's role: unset them to use it.");

    /// <summary>STS does not know the keys, or the signature is wrong.</summary>
    public static FindingKind CredentialsRefused => new(
        nameof(CredentialsRefused),
        FaultCategory.AuthenticationError,
        "STS does not accept the credentials that signed the request.",
        "Check that key, secret and session token belong together and to this partition.");

    /// <summary>This machine's clock is wrong.</summary>
    public static FindingKind ClockSkew => new(
        nameof(ClockSkew),
        FaultCategory.AuthenticationError,
        "STS rejects the signature because this machine's clock is wrong.",
        "Set the clock, for example with chronyc makestep. STS accepts a difference of up to 15 minutes.");

    /// <summary>STS did not take the OIDC token.</summary>
    public static FindingKind WebIdentityRejected => new(
        nameof(WebIdentityRejected),
        FaultCategory.AuthenticationError,
        "STS does not accept the web identity token.",
        "Check its issuer and audience against the IAM identity provider, and that it has not expired.");

    /// <summary>STS throttles.</summary>
    public static FindingKind StsThrottled => new(
        nameof(StsThrottled),
        FaultCategory.LimitsExceeded,
        "STS throttles this account's requests.",
        "Try again in a minute, with a smaller -ThrottleLimit if there are many roles.");

    /// <summary>STS has a fault of its own.</summary>
    public static FindingKind StsUnavailable => new(
        nameof(StsUnavailable),
        FaultCategory.ResourceUnavailable,
        "STS cannot serve the request at the moment.",
        "Try again, or use another -Region.");

    /// <summary>STS cannot be reached.</summary>
    public static FindingKind StsUnreachable => new(
        nameof(StsUnreachable),
        FaultCategory.ConnectionError,
        "STS cannot be reached.",
        "Check the network, the proxy variables and AWS_ENDPOINT_URL_STS. A private subnet needs a NAT or an STS endpoint.");

    /// <summary>Any other error of STS.</summary>
    public static FindingKind StsRefused => new(
        nameof(StsRefused),
        FaultCategory.InvalidOperation,
        "STS refuses the request.",
        "See STS's message; the request id helps AWS support to find it.");
}
