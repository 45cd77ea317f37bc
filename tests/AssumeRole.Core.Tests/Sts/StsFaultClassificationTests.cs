using AssumeRole.Sts;

namespace AssumeRole.Core.Tests.Sts;

/// <summary>What STS has been seen to answer, and what the program calls it.</summary>
public sealed class StsFaultClassificationTests
{
    private const string Arn = "arn:aws:sts::111111111111:assumed-role/worker/i-1";

    [Theory]
    [InlineData(403, "AccessDenied", $"User: {Arn} is not authorized to perform: sts:AssumeRole on resource: {Sample.Role}", "AssumeDenied")]
    [InlineData(403, "AccessDenied", $"User: {Arn} is not authorized to perform: sts:AssumeRole on resource: {Sample.Role} with an explicit deny in a service control policy", "AssumeDenied")]
    [InlineData(403, "AccessDenied", $"User: {Arn} is not authorized to perform: sts:TagSession on resource: {Sample.Role}", "AssumeDenied")]
    [InlineData(403, "AccessDenied", "Roles may not be assumed by root accounts.", "AssumeDenied")]
    [InlineData(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", "AssumeDenied")]
    [InlineData(403, "AccessDeniedException", "No.", "AssumeDenied")]
    [InlineData(403, "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ", "MfaDenied")]
    [InlineData(403, "AccessDenied", "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.", "MfaDenied")]
    [InlineData(400, "ValidationError", "1 validation error detected: Value 'x' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2", "RequestInvalid")]
    [InlineData(400, "ValidationError", "arn:aws:iam::1:role/x is invalid", "RequestInvalid")]
    [InlineData(400, "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", "DurationOverMaximum")]
    [InlineData(400, "ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.", "ChainingCap")]
    [InlineData(400, "ValidationError", "The source identity is already set for this assume role session", "SourceIdentityFixed")]
    [InlineData(400, "MalformedInput", "", "RequestInvalid")]
    [InlineData(400, "MalformedPolicyDocument", "This policy contains invalid Json", "SessionPolicyRefused")]
    [InlineData(400, "MalformedPolicyDocumentException", "", "SessionPolicyRefused")]
    [InlineData(400, "PackedPolicyTooLarge", "Packed policy consumes 112% of allotted space, please use smaller policy.", "PackedPolicyTooLarge")]
    [InlineData(400, "PackedPolicyTooLargeException", "Serialized token too large for session", "PackedPolicyTooLarge")]
    [InlineData(403, "RegionDisabledException", "STS is not activated in this region for account:111111111111.", "RegionDisabled")]
    [InlineData(400, "ExpiredTokenException", "The security token included in the request is expired", "CredentialsExpired")]
    [InlineData(403, "ExpiredToken", "The security token included in the request is expired", "CredentialsExpired")]
    [InlineData(403, "InvalidClientTokenId", "The security token included in the request is invalid.", "CredentialsRefused")]
    [InlineData(403, "UnrecognizedClientException", "The security token included in the request is invalid.", "CredentialsRefused")]
    [InlineData(403, "MissingAuthenticationToken", "Request is missing Authentication Token", "CredentialsRefused")]
    [InlineData(403, "SignatureDoesNotMatch", "Signature expired: 20170103T233357Z is now earlier than 20170104T042623Z (20170104T044123Z - 15 min.)", "ClockSkew")]
    [InlineData(403, "SignatureDoesNotMatch", "Signature not yet current: 20170104T052623Z is still later than 20170104T045623Z (20170104T044123Z + 15 min.)", "ClockSkew")]
    [InlineData(400, "RequestExpired", "Request has expired.", "ClockSkew")]
    [InlineData(403, "SignatureDoesNotMatch", "Credential should be scoped to a valid region. ", "CredentialsRefused")]
    [InlineData(403, "SignatureDoesNotMatch", "Credential should be scoped to correct service: 'sts'. ", "CredentialsRefused")]
    [InlineData(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.", "CredentialsRefused")]
    [InlineData(403, "IDPRejectedClaim", "The web identity token provided could not be validated.", "WebIdentityRejected")]
    [InlineData(400, "InvalidIdentityToken", "Couldn't retrieve verification key from your identity provider", "WebIdentityRejected")]
    [InlineData(400, "IDPCommunicationError", "The identity provider could not be reached.", "StsUnavailable")]
    [InlineData(400, "Throttling", "Rate exceeded", "StsThrottled")]
    [InlineData(429, "TooManyRequests", "", "StsThrottled")]
    [InlineData(503, "RequestLimitExceeded", "", "StsThrottled")]
    [InlineData(500, "InternalFailure", "", "StsUnavailable")]
    [InlineData(503, "ServiceUnavailable", "", "StsUnavailable")]
    [InlineData(502, "Http502", "", "StsUnavailable")]
    [InlineData(0, "", "Connection refused", "StsUnreachable")]
    [InlineData(400, "InvalidAction", "Could not find operation Foo for version 2011-06-15", "StsRefused")]
    [InlineData(403, "OptInRequired", "", "StsRefused")]
    public void A_fault_is_known_by_its_code_and_then_by_a_phrase(int status, string code, string message, string id) =>
        Assert.Equal(id, new StsFault(code, message, status, "id").Kind.Id);

    [Theory]
    [InlineData(0, "", true)]
    [InlineData(400, "Throttling", true)]
    [InlineData(400, "ThrottlingException", true)]
    [InlineData(429, "Anything", true)]
    [InlineData(400, "IDPCommunicationError", true)]
    [InlineData(400, "IDPCommunicationErrorException", true)]
    [InlineData(500, "InternalFailure", true)]
    [InlineData(503, "ServiceUnavailable", true)]
    [InlineData(403, "AccessDenied", false)]
    [InlineData(400, "ValidationError", false)]
    [InlineData(400, "MalformedPolicyDocument", false)]
    [InlineData(400, "PackedPolicyTooLarge", false)]
    [InlineData(403, "ExpiredToken", false)]
    [InlineData(403, "SignatureDoesNotMatch", false)]
    [InlineData(403, "InvalidClientTokenId", false)]
    [InlineData(400, "InvalidIdentityToken", false)]
    [InlineData(403, "IDPRejectedClaim", false)]
    [InlineData(403, "RegionDisabledException", false)]
    public void Only_what_may_pass_is_sent_again(int status, string code, bool retryable) =>
        Assert.Equal(retryable, new StsFault(code, "", status, "").IsRetryable);

    [Theory]
    [InlineData("AccessDenied", "No.", "id-1", "AccessDenied: No. (request id id-1)")]
    [InlineData("", "Connection refused", "", "Connection refused")]
    public void A_fault_reads_as_code_message_and_request_id(string code, string message, string id, string text) =>
        Assert.Equal(text, new StsFault(code, message, 0, id).ToString());
}
