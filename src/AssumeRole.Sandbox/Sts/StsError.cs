using System.Collections.Frozen;

namespace AssumeRole.Sandbox.Sts;

/// <summary>An error that STS answers.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Code">The code by which clients tell errors apart.</param>
/// <param name="Message">The message; some errors have none.</param>
internal sealed record StsError(int StatusCode, string Code, string? Message)
{
    private const string IdentityProviderPrefix = "IDP";

    public static StsError AccessDenied(string message) => new(403, "AccessDenied", message);

    public static StsError Validation(string message) => new(400, "ValidationError", message);

    public static StsError InvalidClientToken =>
        new(403, "InvalidClientTokenId", "The security token included in the request is invalid.");

    public static StsError ExpiredToken => new(403, "ExpiredToken", "The security token included in the request is expired");

    public static StsError MissingAuthenticationToken =>
        new(403, "MissingAuthenticationToken", "Request is missing Authentication Token");

    public static StsError IncompleteSignature(string message) => new(400, "IncompleteSignature", message);

    /// <summary>A signature that cannot be right, with the reason.</summary>
    public static StsError SignatureMismatch(string message) => new(403, "SignatureDoesNotMatch", message);

    /// <summary>A signature that another secret or another request makes.</summary>
    public static StsError SignatureDoesNotMatch => SignatureMismatch(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and "
        + "signing method. Consult the service documentation for details.");

    public static StsError OverMaxSessionDuration =>
        Validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");

    public static StsError OverChainingCap =>
        Validation("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");

    public static StsError PackedPolicyTooLarge(string message) => new(400, "PackedPolicyTooLarge", message);

    public static StsError RegionDisabled(string account) => new(
        403,
        "RegionDisabledException",
        $"STS is not activated in this region for account:{account}. Your account administrator can activate STS in this region "
        + "using the IAM Console.");

    /// <summary>What a world says of a call that goes well, among those that do not.</summary>
    public const string None = "None";

    /// <summary>The errors that a world can ask for by name. AWS's own words are on record for none but the first.</summary>
    public static FrozenDictionary<string, StsError> Named { get; } = FrozenDictionary.ToFrozenDictionary(
        [
            Throttling,
            ServiceUnavailable,
            new StsError(
                500, "InternalFailure", "The request processing has failed because of an unknown error, exception or failure."),
            new StsError(400, "RequestExpired", "Request has expired."),
            new StsError(400, IdentityProviderPrefix + "CommunicationError", "The identity provider could not be reached."),
            new StsError(
                403, IdentityProviderPrefix + "RejectedClaim", "The identity provider reported that authentication failed."),
        ],
        error => error.Code);

    /// <summary>Whether only a call that involves an identity provider can meet this error.</summary>
    public bool IsOfIdentityProvider => Code.StartsWith(IdentityProviderPrefix, StringComparison.Ordinal);

    public static StsError Throttling => new(400, "Throttling", "Rate exceeded");

    public static StsError ServiceUnavailable => new(503, "ServiceUnavailable", "Service is unavailable.");

    /// <summary>A value that should be a number is none; STS says no more.</summary>
    public static StsError MalformedInput => new(400, "MalformedInput", null);
}
