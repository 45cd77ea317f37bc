using System.Security.Cryptography;
using System.Text;
using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Signing;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sts;

/// <summary>
/// Finds out who signed a request, and whether that is true. Checks run in this order: the signature is whole, its time is near,
/// its scope is STS's, the access key is known with that session token, the token has not expired, the signature is right.
/// </summary>
internal sealed class RequestAuthentication(World world, SessionStore sessions, SignatureRules rules)
{
    public AuthenticationResult Authenticate(StsCall call)
    {
        var (read, incomplete) = RequestSignature.Read(call);
        if (read is not { } signature) return incomplete!;
        if (rules.Check(signature) is { } broken) return broken;
        var (caller, secret) = Find(signature);
        if (caller is null) return StsError.InvalidClientToken;
        if (caller.Credentials is { } session && sessions.IsExpired(session)) return StsError.ExpiredToken;
        if (!signature.IsOf(call.Request, secret!)) return StsError.SignatureDoesNotMatch;
        return new AuthenticationResult(caller, null, signature.Scope.Region);
    }

    /// <summary>Whose access key it is; nobody's if the session token is not the one that was issued with it.</summary>
    private (Caller? Caller, Secret? Secret) Find(RequestSignature signature)
    {
        var token = signature.SessionToken;
        if (world.Users.FirstOrDefault(user => user.AccessKeyId == signature.AccessKeyId) is { } user)
            return token is null ? (Caller.Of(user), user.SecretAccessKey) : (null, null);
        if (token is null || sessions.Find(signature.AccessKeyId) is not { } session || !IsSame(token, session.SessionToken))
            return (null, null);
        return (Caller.Of(session), session.SecretAccessKey);
    }

    private static bool IsSame(string token, Secret issued) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(issued.Reveal()));
}
