using AssumeRole.Findings;
using AssumeRole.Sts;

namespace AssumeRole.Rotation;

/// <summary>An error as a store gave it. Without an answer it has no code and the status 0.</summary>
internal sealed record StoreFault(string Code, string Message, int Status, string RequestId)
{
    public bool IsAlreadyThere => Code is "ResourceExistsException" or "ParameterAlreadyExists";

    public bool IsMissing => Code is "ResourceNotFoundException" or "ParameterNotFound" or "InvalidResourceId" or "NoSuchKey" or "NoSuchBucket";

    public bool IsThrottling => StsFault.IsThrottlingCode(Code, Status) || Code == "TooManyUpdates";

    public bool IsRetryable => Code.Length == 0 || Status >= 500 || IsThrottling;

    /// <summary>By code first, by a stable phrase of the message second, as for STS.</summary>
    public FindingKind Kind => Code switch
    {
        "" => FindingCatalogue.SecretStoreUnreachable,
        // Both stores hand on a refusal of KMS as their own.
        "AccessDeniedException" or "AccessDenied" or "InvalidRequestException" or "ValidationException" when Says("kms:") =>
            FindingCatalogue.SecretKeyUnusable,
        "DecryptionFailure" or "EncryptionFailure" or "InvalidKeyId" or "KMSInvalidStateException" or "KMSAccessDeniedException" =>
            FindingCatalogue.SecretKeyUnusable,
        "AccessDeniedException" or "AccessDenied" or "AuthorizationError" => FindingCatalogue.SecretStoreDenied,
        "InvalidRequestException" when Says("delet") => FindingCatalogue.SecretToBeDeleted,
        "LimitExceededException" or "ParameterLimitExceeded" or "ParameterMaxVersionLimitExceeded" => FindingCatalogue.SecretLimitReached,
        "InvalidSignatureException" or "SignatureDoesNotMatch" when Says("expired") || Says("not yet current") => FindingCatalogue.ClockSkew,
        "RequestExpired" or "RequestTimeTooSkewed" => FindingCatalogue.ClockSkew,
        "ExpiredToken" or "ExpiredTokenException" => FindingCatalogue.CredentialsExpired,
        "UnrecognizedClientException" or "InvalidSignatureException" or "SignatureDoesNotMatch" or "InvalidAccessKeyId"
            or "InvalidClientTokenId" or "MissingAuthenticationTokenException" or "IncompleteSignatureException" =>
            FindingCatalogue.CredentialsRefused,
        _ when IsThrottling => FindingCatalogue.SecretStoreThrottled,
        _ when IsRetryable => FindingCatalogue.SecretStoreUnavailable,
        _ => FindingCatalogue.SecretStoreRefused,
    };

    public Finding Explain(string secret)
    {
        // The catalogue's own causes of these speak of STS.
        var cause = Kind.Id switch
        {
            nameof(FindingCatalogue.CredentialsRefused) => "The store does not accept the credentials that signed the request.",
            nameof(FindingCatalogue.ClockSkew) => "The store rejects the signature because this machine's clock is wrong.",
            _ => null,
        };
        return Kind.For(secret, $"{secret}: {this}", cause);
    }

    /// <summary>Code and message on one line, with the request id that AWS support asks for.</summary>
    public override string ToString()
    {
        var text = Code.Length == 0 ? Message : $"{Code}: {Message}";
        return RequestId.Length == 0 ? text : $"{text} (request id {RequestId})";
    }

    private bool Says(string phrase) => Message.Contains(phrase, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One request to a store failed. Front doors never see it: the rotation makes a finding of it.</summary>
internal sealed class StoreException(StoreFault fault, Exception? inner = null) : Exception(fault.ToString(), inner)
{
    public StoreFault Fault { get; } = fault;
}
