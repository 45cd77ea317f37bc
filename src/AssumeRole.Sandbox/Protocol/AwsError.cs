using System.Collections.Frozen;

namespace AssumeRole.Sandbox.Protocol;

/// <summary>An error of a service. Clients tell errors apart by the code; STS gives some of them no message.</summary>
internal sealed record AwsError(int StatusCode, string Code, string? Message)
{
    /// <summary>In a world's list of errors to come: a call that succeeds.</summary>
    public const string None = "None";
}

internal static class StsErrors
{
    private const string IdentityProviderPrefix = "IDP";

    public static AwsError InvalidClientToken =>
        new(403, "InvalidClientTokenId", "The security token included in the request is invalid.");

    public static AwsError ExpiredToken => new(403, "ExpiredToken", "The security token included in the request is expired");

    public static AwsError MissingAuthenticationToken =>
        new(403, "MissingAuthenticationToken", "Request is missing Authentication Token");

    /// <summary>The signature is that of another secret or another request.</summary>
    public static AwsError SignatureDoesNotMatch => SignatureMismatch(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and "
        + "signing method. Consult the service documentation for details.");

    public static AwsError OverMaxSessionDuration =>
        Validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");

    public static AwsError OverChainingCap =>
        Validation("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");

    public static AwsError Throttling => new(400, "Throttling", "Rate exceeded");

    public static AwsError ServiceUnavailable => new(503, "ServiceUnavailable", "Service is unavailable.");

    public static AwsError MalformedInput => new(400, "MalformedInput", null);

    /// <summary>The errors that a world can ask for. AWS's own message is on record for the first only.</summary>
    public static FrozenDictionary<string, AwsError> Named { get; } = FrozenDictionary.ToFrozenDictionary(
        [
            Throttling,
            ServiceUnavailable,
            new AwsError(500, "InternalFailure", "The request processing has failed because of an unknown error, exception or failure."),
            new AwsError(400, "RequestExpired", "Request has expired."),
            new AwsError(400, IdentityProviderPrefix + "CommunicationError", "The identity provider could not be reached."),
            new AwsError(403, IdentityProviderPrefix + "RejectedClaim", "The identity provider reported that authentication failed."),
        ],
        error => error.Code);

    public static AwsError AccessDenied(string message) => new(403, "AccessDenied", message);

    public static AwsError Validation(string message) => new(400, "ValidationError", message);

    public static AwsError IncompleteSignature(string message) => new(400, "IncompleteSignature", message);

    public static AwsError SignatureMismatch(string message) => new(403, "SignatureDoesNotMatch", message);

    public static AwsError InvalidIdentityToken(string message) => new(400, "InvalidIdentityToken", message);

    public static AwsError MalformedPolicy(string message) => new(400, "MalformedPolicyDocument", message);

    public static AwsError InvalidTags(string message) => new(400, "InvalidParameterValue", message);

    public static AwsError PackedPolicyTooLarge(string message) => new(400, "PackedPolicyTooLarge", message);

    public static AwsError RegionDisabled(string account) => new(
        403,
        "RegionDisabledException",
        $"STS is not activated in this region for account:{account}. Your account administrator can activate STS in this region "
        + "using the IAM Console.");

    /// <summary>Whether only a call that involves an identity provider can meet this error.</summary>
    public static bool IsOfIdentityProvider(AwsError error) => error.Code.StartsWith(IdentityProviderPrefix, StringComparison.Ordinal);
}

internal static class StoreErrors
{
    public static AwsError Throttling => new(400, "ThrottlingException", "Rate exceeded");

    public static AwsError SecretMissing => new(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");

    public static AwsError SecretDeleted => new(
        400, "InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion.");

    public static AwsError SecretNameDeleted => new(
        400,
        "InvalidRequestException",
        "You can't create this secret because a secret with this name is already scheduled for deletion.");

    public static AwsError ParameterExists => new(
        400,
        "ParameterAlreadyExists",
        "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");

    public static AwsError InvalidResourceId => new(
        400, "InvalidResourceId", "The resource ID isn't valid. Verify that you entered the correct ID and try again.");

    public static AwsError UnknownOperation => new(400, "UnknownOperationException", "");

    public static FrozenDictionary<string, AwsError> Named { get; } = FrozenDictionary.ToFrozenDictionary(
        [
            Throttling,
            new AwsError(500, "InternalServiceError", "An error occurred on the server side."),
            new AwsError(503, "ServiceUnavailable", "Service is unavailable."),
            new AwsError(
                400,
                "EncryptionFailure",
                "Secrets Manager can't encrypt the protected secret text using the provided KMS key. Check that the KMS key is "
                + "available, enabled, and not in an invalid state."),
            new AwsError(400, "LimitExceededException", "You've exceeded the quota of secrets in this account."),
            new AwsError(400, "TooManyUpdates", "There are concurrent updates for a resource that supports one update at a time."),
        ],
        error => error.Code);

    public static AwsError SecretExists(string name) =>
        new(400, "ResourceExistsException", $"The operation failed because the secret {name} already exists.");

    public static AwsError ParameterMissing(string name) => new(400, "ParameterNotFound", $"Parameter {name} not found.");

    public static AwsError Invalid(string message) => new(400, "ValidationException", message);

    public static AwsError AccessDenied(string message) => new(400, "AccessDeniedException", message);

    /// <summary>An error of a signature under the name that the JSON protocol has for it.</summary>
    public static AwsError FromSignature(AwsError error) => new(
        400,
        error.Code switch
        {
            "InvalidClientTokenId" => "UnrecognizedClientException",
            "SignatureDoesNotMatch" => "InvalidSignatureException",
            "ExpiredToken" => "ExpiredTokenException",
            var code => code + "Exception",
        },
        error.Message);
}
