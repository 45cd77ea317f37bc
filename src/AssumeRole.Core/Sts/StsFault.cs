using AssumeRole.Findings;

namespace AssumeRole.Sts;

/// <summary>An error as a service of AWS gave it. Without an answer it has no code and the status 0.</summary>
internal abstract record AwsFault(string Code, string Message, int Status, string RequestId)
{
    /// <summary>
    /// The entry of the catalogue: by code first, by a stable phrase of the message second, never by a whole sentence, because AWS
    /// changes wording without notice.
    /// </summary>
    public abstract FindingKind Kind { get; }

    /// <summary>Whether the service asks for fewer requests; the codes are the same for all.</summary>
    public virtual bool IsThrottling =>
        Status == 429
        || Code is "Throttling" or "ThrottlingException" or "ThrottledException" or "RequestThrottled"
            or "RequestThrottledException" or "TooManyRequestsException" or "RequestLimitExceeded" or "SlowDown" or "PriorRequestNotComplete";

    /// <summary>
    /// Whether the same request may succeed a moment later: throttling, the service's own faults, a broken connection. A denial or a bad
    /// request never becomes right by being sent again.
    /// </summary>
    public virtual bool IsRetryable => Code.Length == 0 || Status >= 500 || IsThrottling;

    /// <summary>The entry for a signature that no service accepts, or null.</summary>
    protected FindingKind? SignatureKind => Code switch
    {
        "ExpiredToken" or "ExpiredTokenException" => FindingCatalogue.CredentialsExpired,
        "SignatureDoesNotMatch" or "InvalidSignatureException" when Says("expired") || Says("not yet current") => FindingCatalogue.ClockSkew,
        "RequestExpired" or "RequestTimeTooSkewed" => FindingCatalogue.ClockSkew,
        "InvalidClientTokenId" or "UnrecognizedClientException" or "SignatureDoesNotMatch" or "InvalidSignatureException"
            or "InvalidAccessKeyId" or "MissingAuthenticationToken" or "MissingAuthenticationTokenException"
            or "IncompleteSignature" or "IncompleteSignatureException" => FindingCatalogue.CredentialsRefused,
        _ => null,
    };

    /// <summary>Code and message on one line, with the request id that AWS support asks for.</summary>
    public sealed override string ToString()
    {
        var text = Code.Length == 0 ? Message : $"{Code}: {Message}";
        return RequestId.Length == 0 ? text : $"{text} (request id {RequestId})";
    }

    protected bool Says(string phrase) => Message.Contains(phrase, StringComparison.OrdinalIgnoreCase);
}

internal sealed record StsFault(string Code, string Message, int Status, string RequestId) : AwsFault(Code, Message, Status, RequestId)
{
    /// <summary>Why nothing answered; of no meaning beside a code.</summary>
    public NoAnswerReason NoAnswer { get; init; }

    public override FindingKind Kind => Code switch
    {
        "" => NoAnswer switch
        {
            NoAnswerReason.Silent => FindingCatalogue.StsSilent,
            NoAnswerReason.Shortage => FindingCatalogue.LocalResourcesExhausted,
            _ => FindingCatalogue.StsUnreachable,
        },
        "AccessDenied" or "AccessDeniedException" when Says("MultiFactorAuthentication") => FindingCatalogue.MfaDenied,
        "AccessDenied" or "AccessDeniedException" => FindingCatalogue.AssumeDenied,
        "ValidationError" when Says("MaxSessionDuration") => FindingCatalogue.DurationOverMaximum,
        "ValidationError" when Says("role chaining") => FindingCatalogue.ChainingCap,
        "ValidationError" when Says("source identity is already set") => FindingCatalogue.SourceIdentityFixed,
        "ValidationError" or "MalformedInput" or "InvalidParameterValue" or "InvalidParameterCombination" =>
            FindingCatalogue.RequestInvalid,
        "MalformedPolicyDocument" or "MalformedPolicyDocumentException" => FindingCatalogue.SessionPolicyRefused,
        "PackedPolicyTooLarge" or "PackedPolicyTooLargeException" => FindingCatalogue.PackedPolicyTooLarge,
        "RegionDisabledException" => FindingCatalogue.RegionDisabled,
        "IDPRejectedClaim" or "InvalidIdentityToken" or "IDPRejectedClaimException" or "InvalidIdentityTokenException" =>
            FindingCatalogue.WebIdentityRejected,
        _ when SignatureKind is { } kind => kind,
        _ when IsThrottling => FindingCatalogue.StsThrottled,
        _ when IsRetryable => FindingCatalogue.StsUnavailable,
        _ => FindingCatalogue.StsRefused,
    };

    /// <summary>An identity provider that STS could not reach may answer a moment later, too.</summary>
    public override bool IsRetryable => base.IsRetryable || Code is "IDPCommunicationError" or "IDPCommunicationErrorException";
}

internal enum NoAnswerReason
{
    /// <summary>There was no connection, it broke, or another program answered.</summary>
    Unreachable,

    /// <summary>There was a connection, and nothing came over it in time.</summary>
    Silent,

    /// <summary>This machine lacked memory, descriptors or buffers.</summary>
    Shortage,
}

/// <summary>One request to STS failed. Front doors never see it: the chain walker makes a finding of it.</summary>
internal sealed class StsException(StsFault fault, Exception? inner = null) : Exception(fault.ToString(), inner)
{
    public StsFault Fault { get; } = fault;
}
