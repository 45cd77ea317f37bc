namespace AssumeRole.Findings;

/// <content>STS refuses the caller or the role, or does not serve (STS API reference, "Errors" and "Common Errors").</content>
public static partial class FindingCatalogue
{
    internal static FindingKind CredentialsExpired => new(FaultCategory.AuthenticationError, ExitCode.NoBaseCredentials,
        Cause: "The credentials, or the token, that stand for the caller have expired.",
        Remedy: "Get new ones. Old keys in AWS_ACCESS_KEY_ID outrank the instance's role: unset them to use it.",
        Symptom: "STS says \"An error occurred (ExpiredToken) when calling the AssumeRole operation: The security token included in the "
            + "request is expired\", often an hour into a task; or ExpiredTokenException for a web identity token.");

    internal static FindingKind CredentialsRefused => new(FaultCategory.AuthenticationError, ExitCode.NoBaseCredentials,
        Cause: "STS does not accept the credentials that signed the request.",
        Remedy: "Check that key, secret and session token belong together and to this partition, and that the user or role still exists.",
        Symptom: "STS says \"InvalidClientTokenId: The security token included in the request is invalid.\" or \"SignatureDoesNotMatch: "
            + "The request signature we calculated does not match the signature you provided.\" A missing AWS_SESSION_TOKEN does it "
            + "too.");

    internal static FindingKind ClockSkew => new(FaultCategory.AuthenticationError, ExitCode.NoBaseCredentials,
        Cause: "STS rejects the signature because this machine's clock is wrong.",
        Remedy: "Set the clock, for example with chronyc makestep. STS accepts a difference of up to 15 minutes.",
        Symptom: "STS says \"SignatureDoesNotMatch: Signature expired: 20260304T050607Z is now earlier than 20260304T052107Z (... - 15 "
            + "min.)\", \"Signature not yet current\" or RequestExpired, for keys that are good elsewhere.");

    internal static FindingKind RegionDisabled => new(FaultCategory.ResourceUnavailable, ExitCode.Other,
        Cause: "STS is not active in this region for the account.",
        Remedy: "Use another -Region, or have the account's administrator activate STS there (IAM console, Account settings).",
        Symptom: "STS says \"RegionDisabledException: STS is not activated in this region for account:... Your account administrator can "
            + "activate STS in this region using the IAM Console.\"");

    internal static FindingKind StsThrottled => new(FaultCategory.LimitsExceeded, ExitCode.Unavailable,
        Cause: "STS throttles this account's requests.",
        Remedy: "Try again in a minute, with a smaller -ThrottleLimit if there are many roles.",
        Symptom: "STS says \"An error occurred (Throttling) when calling the AssumeRole operation (reached max retries: 4): Rate "
            + "exceeded\", typically when many tasks start in the same minute.");

    internal static FindingKind StsUnavailable => new(FaultCategory.ResourceUnavailable, ExitCode.Unavailable,
        Cause: "STS cannot serve the request at the moment.",
        Remedy: "Try again, or use another -Region.",
        Symptom: "Five attempts ended with status 500, 502 or 503, InternalFailure, ServiceUnavailable, or IDPCommunicationError if STS "
            + "could not ask the identity provider.");

    internal static FindingKind StsUnreachable => new(FaultCategory.ConnectionError, ExitCode.Unavailable,
        Cause: "STS cannot be reached.",
        Remedy: "Check the network, the proxy variables and AWS_ENDPOINT_URL_STS. A private subnet needs a NAT or an STS endpoint.",
        Symptom: "The aws CLI says \"Could not connect to the endpoint URL: https://sts...\", \"Connect timeout on endpoint URL\", "
            + "\"Failed to connect to proxy URL\" or \"SSL validation failed\", or hangs for a minute; or a proxy's page comes in place "
            + "of an answer.");

    internal static FindingKind StsSilent => new(FaultCategory.ConnectionError, ExitCode.Unavailable,
        Cause: "The connection to STS stands, and no answer comes over it. A proxy or server hangs, or the path drops large packets "
            + "(MTU), as VPN and overlay networks do where small ones pass.",
        Remedy: "Look how far curl -sv --max-time 10 comes at the endpoint. If it stops in the TLS handshake, compare ping -M do -s 1400 "
            + "with -s 1200: if only the small one passes, lower the MTU (ip link set dev eth0 mtu 1300, or the container network's own "
            + "setting).",
        Symptom: "The aws CLI says \"Read timeout on endpoint URL\", or curl stops after \"TLS handshake, Client hello\"; often in "
            + "containers behind a VPN or an overlay network only.");

    internal static FindingKind LocalResourcesExhausted => new(FaultCategory.LimitsExceeded, ExitCode.Unavailable,
        Cause: "This machine has no memory, descriptors or network buffers left for a request. STS was not in question.",
        Remedy: "Raise the limit that is named (ulimit -n for open files, the container's memory), or run less at the same time, with a "
            + "smaller -ThrottleLimit if there are many roles.",
        Symptom: "Other programs say \"Too many open files\", \"No buffer space available\" or \"Cannot allocate memory\".");

    internal static FindingKind AssumeDenied => new(FaultCategory.PermissionDenied, ExitCode.Denied,
        Cause: "AWS denies this caller the role.",
        Remedy: "Check that the role exists, that its trust policy names the caller, and that the caller's own policy allows "
            + "sts:AssumeRole.",
        Symptom: "The aws CLI says \"An error occurred (AccessDenied) when calling the AssumeRole operation: User: ... is not authorized "
            + "to perform: sts:AssumeRole on resource: ...\", Terraform \"Cannot assume IAM Role\". Across accounts a missing role reads "
            + "the same.");

    internal static FindingKind MfaDenied => new(FaultCategory.PermissionDenied, ExitCode.Denied,
        Cause: "AWS does not accept the MFA device or its code.",
        Remedy: "Wait for the next code (each works once) and check the serial number and the device's clock.",
        Symptom: "STS says \"MultiFactorAuthentication failed with invalid MFA one time pass code.\" or \"... unable to validate MFA "
            + "code. Please verify your MFA serial number is valid\".");

    internal static FindingKind DurationOverMaximum => new(FaultCategory.LimitsExceeded, ExitCode.Other,
        Cause: "The duration is longer than the role's MaxSessionDuration.",
        Remedy: "Ask for less, or have the role's owner raise it: aws iam update-role --role-name <name> --max-session-duration "
            + "<seconds>.",
        Symptom: "STS says \"The requested DurationSeconds exceeds the MaxSessionDuration set for this role.\"");

    internal static FindingKind ChainingCap => new(FaultCategory.LimitsExceeded, ExitCode.Other,
        Cause: "A role that is assumed with another role's session lasts at most one hour, whatever its MaxSessionDuration.",
        Remedy: "Use -DurationSeconds 3600 (or unset aws_assume_role_duration) and assume the role again when the hour is over.",
        Symptom: "STS says \"The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.\" and "
            + "goes on saying so after MaxSessionDuration was raised.");

    internal static FindingKind SourceIdentityFixed => new(FaultCategory.InvalidOperation, ExitCode.Other,
        Cause: "The caller's session already has a source identity, and it cannot be changed.",
        Remedy: "Leave -SourceIdentity out: the one that the session has goes on down the chain.",
        Symptom: "STS says \"The source identity is already set for this assume role session\".");

    internal static FindingKind RequestInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "STS does not take a value of the request.",
        Remedy: "Correct the value that stands between the quotes in STS's message, after the word Value.",
        Symptom: "STS says \"1 validation error detected: Value '...' at '...' failed to satisfy constraint\", or MalformedInput.");

    internal static FindingKind SessionPolicyRefused => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "STS does not take the session policy.",
        Remedy: "Check its elements: Version, and Statement with Effect, Action and Resource.",
        Symptom: "STS says \"An error occurred (MalformedPolicyDocument) when calling the AssumeRole operation\".");

    internal static FindingKind PackedPolicyTooLarge => new(FaultCategory.LimitsExceeded, ExitCode.Other,
        Cause: "Session policy and tags are too large together.",
        Remedy: "Shorten them; STS packs them, so the percentage that it names is what counts, not the number of characters.",
        Symptom: "STS says \"Packed policy consumes ...% of allotted space\", \"Packed size of session tags consumes ...% of allotted "
            + "space.\" or \"Serialized token too large for session\".");

    internal static FindingKind WebIdentityRejected => new(FaultCategory.AuthenticationError, ExitCode.NoBaseCredentials,
        Cause: "STS does not accept the web identity token.",
        Remedy: "Check its issuer and audience against the IAM identity provider, and that it has not expired.",
        Symptom: "STS says InvalidIdentityToken with \"Incorrect token audience\", \"No OpenIDConnect provider found in your account for "
            + "...\" or \"Couldn't retrieve verification key from your identity provider\", or IDPRejectedClaim.");

    internal static FindingKind StsRefused => new(FaultCategory.InvalidOperation, ExitCode.Other,
        Cause: "STS refuses the request.",
        Remedy: "Look up STS's code in the STS API reference, \"Common Errors\"; the request id helps AWS support to find the call.",
        Symptom: "An error code that no other entry here names, such as InvalidAction; or a page of something that is not STS, with a "
            + "status such as 404.");
}
