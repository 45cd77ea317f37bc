using AssumeRole.Findings;

namespace AssumeRole.Sts;

/// <summary>An error as STS gave it, or the lack of an answer.</summary>
/// <param name="Code">STS's code, such as AccessDenied; empty if there was no answer.</param>
/// <param name="Message">STS's message, or what went wrong with the connection.</param>
/// <param name="Status">The HTTP status, or 0 if there was no answer.</param>
/// <param name="RequestId">STS's id of the request, or empty.</param>
public sealed record StsFault(string Code, string Message, int Status, string RequestId)
{
    /// <summary>Why nothing answered; of no meaning beside a code.</summary>
    public NoAnswerReason NoAnswer { get; init; }

    /// <summary>Which entry of the catalogue this is.</summary>
    public FindingKind Kind => StsFaultClassification.Classify(this);

    /// <summary>
    /// Whether the same request may succeed a moment later: throttling, STS's own faults, an identity provider that STS could not
    /// reach, a broken connection. A denial or a bad request never becomes right by being sent again.
    /// </summary>
    public bool IsRetryable => StsFaultClassification.IsRetryable(this);

    /// <summary>Code and message on one line, with the request id that AWS support asks for.</summary>
    public override string ToString()
    {
        var text = Code.Length == 0 ? Message : $"{Code}: {Message}";
        return RequestId.Length == 0 ? text : $"{text} (request id {RequestId})";
    }
}

/// <summary>Why a request got no answer.</summary>
public enum NoAnswerReason
{
    /// <summary>There was no connection, it broke, or another program answered.</summary>
    Unreachable,

    /// <summary>There was a connection, and nothing came over it in time.</summary>
    Silent,

    /// <summary>This machine lacked memory, descriptors or buffers.</summary>
    Shortage,
}

/// <summary>One request to STS failed. Front doors never see it: the chain walker makes a finding of it.</summary>
/// <param name="fault">What STS said.</param>
/// <param name="inner">The exception that showed it, if any.</param>
public sealed class StsException(StsFault fault, Exception? inner = null) : Exception(fault?.ToString(), inner)
{
    /// <summary>What STS said.</summary>
    public StsFault Fault { get; } = fault ?? throw new ArgumentNullException(nameof(fault));
}

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
