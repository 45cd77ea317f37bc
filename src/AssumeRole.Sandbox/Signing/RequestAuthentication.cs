using System.Text.RegularExpressions;
using AssumeRole.Http;
using AssumeRole.Sandbox.Protocol;
using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Signing;

/// <summary>
/// Verifies the signature of a request and finds its caller. Checks run in this order: the signature is complete, its time is near, its
/// scope is that of the service, the access key is known with that session token, the token has not expired, the signature is right.
/// </summary>
internal sealed partial class RequestAuthentication(World world, SessionStore sessions, TimeProvider time, string service)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(15);

    public AuthenticationResult Authenticate(HttpRequest request, QueryParameters query)
    {
        var (read, incomplete) = RequestSignature.Read(request, query);
        if (read is not { } signature) return incomplete!;
        if (Check(signature) is { } broken) return broken;
        var (caller, secret) = Find(signature);
        if (caller is null) return StsErrors.InvalidClientToken;
        if (caller.Credentials is { } session && sessions.IsExpired(session)) return StsErrors.ExpiredToken;
        if (!signature.IsOf(request, secret!)) return StsErrors.SignatureDoesNotMatch;
        return new AuthenticationResult(caller, null, signature.Scope.Region);
    }

    /// <summary>No caller if the session token is not the one that was issued with the access key.</summary>
    private (Caller? Caller, Secret? Secret) Find(RequestSignature signature)
    {
        var token = signature.SessionToken;
        if (world.Users.FirstOrDefault(user => user.AccessKeyId == signature.AccessKeyId) is { } user)
            return token is null ? (Caller.From(user), user.SecretAccessKey) : (null, null);
        if (token is null || sessions.Find(signature.AccessKeyId) is not { } session) return (null, null);
        return SignatureVersion4.IsSame(session.SessionToken.Reveal(), token)
            ? (Caller.From(session), session.SecretAccessKey)
            : (null, null);
    }

    private AwsError? Check(RequestSignature signature)
    {
        if (!signature.SignedHeaders.Contains("host", StringComparer.OrdinalIgnoreCase))
            return StsErrors.SignatureMismatch("'Host' must be a 'SignedHeader' in the AWS Authorization.");
        return CheckTime(signature.Time) ?? CheckScope(signature.Scope, AwsTime.FormatBasic(signature.Time));
    }

    private AwsError? CheckTime(DateTimeOffset signed)
    {
        var now = time.GetUtcNow();
        var (earliest, latest) = (now - Skew, now + Skew);
        static string Text(DateTimeOffset moment) => AwsTime.FormatBasic(moment);
        // The request's time is in whole seconds.
        if (signed.ToUnixTimeSeconds() < earliest.ToUnixTimeSeconds())
        {
            return StsErrors.SignatureMismatch(
                $"Signature expired: {Text(signed)} is now earlier than {Text(earliest)} ({Text(now)} - 15 min.)");
        }

        return signed > latest
            ? StsErrors.SignatureMismatch(
                $"Signature not yet current: {Text(signed)} is still later than {Text(latest)} ({Text(now)} + 15 min.)")
            : null;
    }

    /// <summary>Names all faults of the scope in one message, each sentence with the blank that AWS leaves after it.</summary>
    private AwsError? CheckScope(CredentialScope scope, string timestamp)
    {
        var message = "";
        if (scope.Region != world.Region && !RegionName().IsMatch(scope.Region))
            message += "Credential should be scoped to a valid region. ";
        if (scope.Service != service) message += $"Credential should be scoped to correct service: '{service}'. ";
        if (scope.Terminator != CredentialScope.Version4)
            message += $"Credential should be scoped with a valid terminator: '{CredentialScope.Version4}', not '{scope.Terminator}'. ";
        if (!timestamp.StartsWith(scope.Date + "T", StringComparison.Ordinal))
        {
            message += "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                + $"'{scope.Date}' != '{timestamp[..8]}', from '{timestamp}'.";
        }

        return message.Length == 0 ? null : StsErrors.SignatureMismatch(message);
    }

    // The sandbox is STS of every region on one port, so any region that could exist is accepted; a misspelt one is not.
    [GeneratedRegex(
        @"\A(af|ap|ca|cn|eu|il|me|mx|sa|us|us-gov)-(north|south|east|west|central|northeast|northwest|southeast|southwest)-\d\z")]
    private static partial Regex RegionName();
}

/// <summary>A caller with the region of the service that it called, or an error.</summary>
internal readonly record struct AuthenticationResult(Caller? Caller, AwsError? Error, string Region)
{
    public static implicit operator AuthenticationResult(AwsError error) => new(null, error, "");
}
