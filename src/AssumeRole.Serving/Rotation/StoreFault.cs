using AssumeRole.Findings;
using AssumeRole.Sts;

namespace AssumeRole.Rotation;

internal sealed record StoreFault(string Code, string Message, int Status, string RequestId) : AwsFault(Code, Message, Status, RequestId)
{
    public bool IsAlreadyThere => Code is "ResourceExistsException" or "ParameterAlreadyExists";

    public bool IsMissing => Code is "ResourceNotFoundException" or "ParameterNotFound" or "InvalidResourceId" or "NoSuchKey" or "NoSuchBucket";

    public override bool IsThrottling => base.IsThrottling || Code == "TooManyUpdates";

    public override FindingKind Kind => Code switch
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
        _ when SignatureKind is { } kind => kind,
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
}

/// <summary>One request to a store failed. Front doors never see it: the rotation makes a finding of it.</summary>
internal sealed class StoreException(StoreFault fault, Exception? inner = null) : Exception(fault.ToString(), inner)
{
    public StoreFault Fault { get; } = fault;
}
