using AssumeRole.Findings;

namespace AssumeRole.Rotation;

/// <summary>Tells a store's errors apart: by code first, by a stable phrase of the message second, as for STS.</summary>
internal static class StoreFaultClassification
{
    public static FindingKind Classify(StoreFault fault) => fault.Code switch
    {
        "" => FindingCatalogue.SecretStoreUnreachable,
        // Both stores hand on a refusal of KMS as their own.
        "AccessDeniedException" or "AccessDenied" or "InvalidRequestException" or "ValidationException" when Says(fault, "kms:") =>
            FindingCatalogue.SecretKeyUnusable,
        "DecryptionFailure" or "EncryptionFailure" or "InvalidKeyId" or "KMSInvalidStateException" or "KMSAccessDeniedException" =>
            FindingCatalogue.SecretKeyUnusable,
        "AccessDeniedException" or "AccessDenied" or "AuthorizationError" => FindingCatalogue.SecretStoreDenied,
        "InvalidRequestException" when Says(fault, "delet") => FindingCatalogue.SecretToBeDeleted,
        "LimitExceededException" or "ParameterLimitExceeded" or "ParameterMaxVersionLimitExceeded" => FindingCatalogue.SecretLimitReached,
        "InvalidSignatureException" or "SignatureDoesNotMatch" when Says(fault, "expired") || Says(fault, "not yet current") =>
            FindingCatalogue.ClockSkew,
        "RequestExpired" or "RequestTimeTooSkewed" => FindingCatalogue.ClockSkew,
        "ExpiredToken" or "ExpiredTokenException" => FindingCatalogue.CredentialsExpired,
        "UnrecognizedClientException" or "InvalidSignatureException" or "SignatureDoesNotMatch" or "InvalidAccessKeyId"
            or "InvalidClientTokenId" or "MissingAuthenticationTokenException" or "IncompleteSignatureException" =>
            FindingCatalogue.CredentialsRefused,
        _ when fault.IsThrottling => FindingCatalogue.SecretStoreThrottled,
        _ when fault.IsRetryable => FindingCatalogue.SecretStoreUnavailable,
        _ => FindingCatalogue.SecretStoreRefused,
    };

    private static bool Says(StoreFault fault, string phrase) => fault.Message.Contains(phrase, StringComparison.OrdinalIgnoreCase);
}
