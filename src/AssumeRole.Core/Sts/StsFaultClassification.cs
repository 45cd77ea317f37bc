using AssumeRole.Findings;

namespace AssumeRole.Sts;

/// <summary>
/// Tells STS's errors apart: by code first, by a stable phrase of the message second, never by a whole sentence, because AWS
/// changes wording without notice.
/// </summary>
internal static class StsFaultClassification
{
    public static FindingKind Classify(StsFault fault) => fault.Code switch
    {
        "" => fault.NoAnswer switch
        {
            NoAnswerReason.Silent => FindingCatalogue.StsSilent,
            NoAnswerReason.Shortage => FindingCatalogue.LocalResourcesExhausted,
            _ => FindingCatalogue.StsUnreachable,
        },
        "AccessDenied" or "AccessDeniedException" when Says(fault, "MultiFactorAuthentication") => FindingCatalogue.MfaDenied,
        "AccessDenied" or "AccessDeniedException" => FindingCatalogue.AssumeDenied,
        "ValidationError" when Says(fault, "MaxSessionDuration") => FindingCatalogue.DurationOverMaximum,
        "ValidationError" when Says(fault, "role chaining") => FindingCatalogue.ChainingCap,
        "ValidationError" when Says(fault, "source identity is already set") => FindingCatalogue.SourceIdentityFixed,
        "ValidationError" or "MalformedInput" or "InvalidParameterValue" or "InvalidParameterCombination" =>
            FindingCatalogue.RequestInvalid,
        "MalformedPolicyDocument" or "MalformedPolicyDocumentException" => FindingCatalogue.SessionPolicyRefused,
        "PackedPolicyTooLarge" or "PackedPolicyTooLargeException" => FindingCatalogue.PackedPolicyTooLarge,
        "RegionDisabledException" => FindingCatalogue.RegionDisabled,
        "ExpiredToken" or "ExpiredTokenException" => FindingCatalogue.CredentialsExpired,
        "SignatureDoesNotMatch" when Says(fault, "expired") || Says(fault, "not yet current") => FindingCatalogue.ClockSkew,
        "RequestExpired" or "RequestTimeTooSkewed" => FindingCatalogue.ClockSkew,
        "InvalidClientTokenId" or "UnrecognizedClientException" or "SignatureDoesNotMatch" or "InvalidAccessKeyId"
            or "MissingAuthenticationToken" or "IncompleteSignature" => FindingCatalogue.CredentialsRefused,
        "IDPRejectedClaim" or "InvalidIdentityToken" or "IDPRejectedClaimException" or "InvalidIdentityTokenException" =>
            FindingCatalogue.WebIdentityRejected,
        _ when IsThrottling(fault) => FindingCatalogue.StsThrottled,
        _ when IsRetryable(fault) => FindingCatalogue.StsUnavailable,
        _ => FindingCatalogue.StsRefused,
    };

    public static bool IsRetryable(StsFault fault) =>
        fault.Code.Length == 0 || fault.Status >= 500 || IsThrottling(fault)
        || fault.Code is "IDPCommunicationError" or "IDPCommunicationErrorException";

    /// <summary>Whether a service of AWS asks for fewer requests; the codes are the same for all.</summary>
    public static bool IsThrottling(string code, int status) =>
        status == 429
        || code is "Throttling" or "ThrottlingException" or "ThrottledException" or "RequestThrottled"
            or "RequestThrottledException" or "TooManyRequestsException" or "RequestLimitExceeded" or "SlowDown" or "PriorRequestNotComplete";

    private static bool IsThrottling(StsFault fault) => IsThrottling(fault.Code, fault.Status);

    private static bool Says(StsFault fault, string phrase) => fault.Message.Contains(phrase, StringComparison.OrdinalIgnoreCase);
}
