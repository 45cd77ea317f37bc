using System.Security.Cryptography;
using System.Text;
using AssumeRole.Http;
using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sts;

/// <summary>
/// Finds out who signed a request: the access key of the credential scope, and for temporary keys the token that was issued with
/// it. The signature itself is not computed: a request is taken for what its key and token say.
/// </summary>
internal sealed class RequestAuthentication(World world, SessionStore sessions)
{
    public AuthenticationResult Authenticate(HttpRequest request)
    {
        if (request.Headers["Authorization"] is not { } value) return StsError.MissingAuthenticationToken;
        if (AuthorizationHeader.Parse(value) is not { } header)
            return StsError.IncompleteSignature;

        var token = request.Headers["X-Amz-Security-Token"];
        if (world.Users.FirstOrDefault(user => user.AccessKeyId == header.AccessKeyId) is { } user)
            return token is null ? Caller.Of(user) : StsError.InvalidClientToken;

        if (token is null || sessions.Find(header.AccessKeyId) is not { } session || !IsSame(token, session.SessionToken))
            return StsError.InvalidClientToken;
        return sessions.IsExpired(session) ? StsError.ExpiredToken : Caller.Of(session);
    }

    private static bool IsSame(string token, Secret issued) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(issued.Reveal()));
}
