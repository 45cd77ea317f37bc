using System.Collections.Frozen;
using AssumeRole.Sandbox.Sts;

namespace AssumeRole.Sandbox.Stores;

/// <summary>An error that a secret store answers.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Code">The code by which clients tell errors apart.</param>
/// <param name="Message">The message.</param>
internal sealed record StoreError(int StatusCode, string Code, string Message)
{
    public static StoreError Throttling => new(400, "ThrottlingException", "Rate exceeded");

    public static StoreError SecretMissing => new(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");

    public static StoreError SecretDeleted => new(
        400,
        "InvalidRequestException",
        "You can't perform this operation on the secret because it was marked for deletion.");

    public static StoreError SecretNameDeleted => new(
        400,
        "InvalidRequestException",
        "You can't create this secret because a secret with this name is already scheduled for deletion.");

    public static StoreError SecretExists(string name) =>
        new(400, "ResourceExistsException", $"The operation failed because the secret {name} already exists.");

    public static StoreError ParameterMissing(string name) => new(400, "ParameterNotFound", $"Parameter {name} not found.");

    public static StoreError ParameterExists => new(
        400,
        "ParameterAlreadyExists",
        "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");

    public static StoreError Invalid(string message) => new(400, "ValidationException", message);

    public static StoreError UnknownOperation => new(400, "UnknownOperationException", string.Empty);

    public static StoreError AccessDenied(string message) => new(400, "AccessDeniedException", message);

    /// <summary>The errors that a world can ask for by name.</summary>
    public static FrozenDictionary<string, StoreError> Named { get; } = FrozenDictionary.ToFrozenDictionary(
        [
            Throttling,
            new StoreError(500, "InternalServiceError", "An error occurred on the server side."),
            new StoreError(503, "ServiceUnavailable", "Service is unavailable."),
            new StoreError(
                400,
                "EncryptionFailure",
                "Secrets Manager can't encrypt the protected secret text using the provided KMS key. Check that the KMS key is "
                + "available, enabled, and not in an invalid state."),
            new StoreError(400, "LimitExceededException", "You've exceeded the quota of secrets in this account."),
            new StoreError(400, "TooManyUpdates", "There are concurrent updates for a resource that supports one update at a time."),
        ],
        error => error.Code);

    /// <summary>What this protocol calls what is wrong with a signature.</summary>
    public static StoreError OfSignature(StsError error) => new(
        400,
        error.Code switch
        {
            "InvalidClientTokenId" => "UnrecognizedClientException",
            "SignatureDoesNotMatch" => "InvalidSignatureException",
            "ExpiredToken" => "ExpiredTokenException",
            var code => code + "Exception",
        },
        error.Message ?? string.Empty);
}
