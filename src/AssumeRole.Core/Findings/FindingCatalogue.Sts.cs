namespace AssumeRole.Findings;

/// <content>STS does not accept who asks, or does not serve (STS API reference, "Common Errors").</content>
public static partial class FindingCatalogue
{
    /// <summary>The keys that signed the request have expired.</summary>
    public static FindingKind CredentialsExpired => new(
        nameof(CredentialsExpired),
        FaultCategory.AuthenticationError,
        "The credentials, or the token, that stand for the caller have expired.",
        "Get new ones. Old keys in AWS_ACCESS_KEY_ID outrank the instance's role: unset them to use it.")
    {
        Symptom = "STS says \"An error occurred (ExpiredToken) when calling the AssumeRole operation: The security token "
            + "included in the request is expired\", often an hour into a task; or ExpiredTokenException for a web identity "
            + "token.",
    };

    /// <summary>STS does not know the keys, or the signature is wrong.</summary>
    public static FindingKind CredentialsRefused => new(
        nameof(CredentialsRefused),
        FaultCategory.AuthenticationError,
        "STS does not accept the credentials that signed the request.",
        "Check that key, secret and session token belong together and to this partition, and that the user or role still exists.")
    {
        Symptom = "STS says \"InvalidClientTokenId: The security token included in the request is invalid.\" or "
            + "\"SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided.\" A "
            + "missing AWS_SESSION_TOKEN does it too.",
    };

    /// <summary>This machine's clock is wrong.</summary>
    public static FindingKind ClockSkew => new(
        nameof(ClockSkew),
        FaultCategory.AuthenticationError,
        "STS rejects the signature because this machine's clock is wrong.",
        "Set the clock, for example with chronyc makestep. STS accepts a difference of up to 15 minutes.")
    {
        Symptom = "STS says \"SignatureDoesNotMatch: Signature expired: 20260304T050607Z is now earlier than "
            + "20260304T052107Z (... - 15 min.)\", \"Signature not yet current\" or RequestExpired, for keys that are good "
            + "elsewhere.",
    };

    /// <summary>The account has the region's STS switched off.</summary>
    public static FindingKind RegionDisabled => new(
        nameof(RegionDisabled),
        FaultCategory.ResourceUnavailable,
        "STS is not active in this region for the account.",
        "Use another -Region, or have the account's administrator activate STS there (IAM console, Account settings).")
    {
        Symptom = "STS says \"RegionDisabledException: STS is not activated in this region for account:... Your account "
            + "administrator can activate STS in this region using the IAM Console.\"",
    };

    /// <summary>STS throttles.</summary>
    public static FindingKind StsThrottled => new(
        nameof(StsThrottled),
        FaultCategory.LimitsExceeded,
        "STS throttles this account's requests.",
        "Try again in a minute, with a smaller -ThrottleLimit if there are many roles.")
    {
        Symptom = "STS says \"An error occurred (Throttling) when calling the AssumeRole operation (reached max retries: "
            + "4): Rate exceeded\", typically when many tasks start in the same minute.",
    };

    /// <summary>STS has a fault of its own.</summary>
    public static FindingKind StsUnavailable => new(
        nameof(StsUnavailable),
        FaultCategory.ResourceUnavailable,
        "STS cannot serve the request at the moment.",
        "Try again, or use another -Region.")
    {
        Symptom = "Five attempts ended with status 500, 502 or 503, InternalFailure, ServiceUnavailable, or "
            + "IDPCommunicationError if STS could not ask the identity provider.",
    };

    /// <summary>STS cannot be reached.</summary>
    public static FindingKind StsUnreachable => new(
        nameof(StsUnreachable),
        FaultCategory.ConnectionError,
        "STS cannot be reached.",
        "Check the network, the proxy variables and AWS_ENDPOINT_URL_STS. A private subnet needs a NAT or an STS endpoint.")
    {
        Symptom = "The aws CLI says \"Could not connect to the endpoint URL: https://sts...\", \"Connect timeout on "
            + "endpoint URL\", \"Failed to connect to proxy URL\" or \"SSL validation failed\", or hangs for a minute; or a "
            + "proxy's page comes in place of an answer.",
    };
}
