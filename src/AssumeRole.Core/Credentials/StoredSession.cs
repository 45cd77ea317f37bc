using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using AssumeRole.Cryptography;

namespace AssumeRole.Credentials;

/// <summary>
/// A session as it lies in a cache file: the secrets in plain text, which is why only its owner may read the file. Its code (HMAC) is made
/// with the identity that the session was asked for with. Another identity's file, or an edited one, has another code.
/// </summary>
internal sealed record StoredSession(
    string RoleArn,
    string AssumedRoleArn,
    string Account,
    string RoleSessionName,
    string AccessKeyId,
    string SecretAccessKey,
    string SessionToken,
    DateTime Expiration,
    string RequestId,
    string AuthenticationCode)
{
    /// <summary>What is stored of a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="identity">Everything that it depends on, the caller's own keys among it.</param>
    public static StoredSession From(SessionCredentials session, ReadOnlySpan<byte> identity)
    {
        var stored = new StoredSession(
            session.RoleArn,
            session.AssumedRoleArn,
            session.Account,
            session.RoleSessionName,
            session.AccessKeyId,
            session.SecretAccessKey.Reveal(),
            session.SessionToken.Reveal(),
            session.Expiration.ToUniversalTime(),
            session.RequestId,
            string.Empty);
        return stored with { AuthenticationCode = Convert.ToHexString(stored.ComputeCode(identity)) };
    }

    /// <summary>The session, or null if a part is missing.</summary>
    public SessionCredentials? ToSession() =>
        this is { RoleArn: not null, AssumedRoleArn: not null, Account: not null, RoleSessionName: not null, RequestId: not null }
            && this is { AccessKeyId.Length: > 0, SecretAccessKey.Length: > 0, SessionToken.Length: > 0, AuthenticationCode: not null }
                ? new SessionCredentials
                {
                    RoleArn = RoleArn,
                    AssumedRoleArn = AssumedRoleArn,
                    Account = Account,
                    RoleSessionName = RoleSessionName,
                    AccessKeyId = AccessKeyId,
                    SecretAccessKey = new Secret(SecretAccessKey),
                    SessionToken = new Secret(SessionToken),
                    Expiration = Expiration.ToUniversalTime(),
                    RequestId = RequestId,
                }
                : null;

    /// <summary>Whether this is, unchanged, what was stored for an identity. No part may be missing.</summary>
    public bool IsOf(ReadOnlySpan<byte> identity) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(Convert.ToHexString(ComputeCode(identity))), Encoding.UTF8.GetBytes(AuthenticationCode));

    /// <summary>Without the secrets.</summary>
    public override string ToString() => AssumedRoleArn;

    private byte[] ComputeCode(ReadOnlySpan<byte> identity)
    {
        // Lengths before values, so that no value can look like the end of one and the start of another.
        var text = new StringBuilder();
        string[] values =
        [
            RoleArn, AssumedRoleArn, Account, RoleSessionName, AccessKeyId, SecretAccessKey, SessionToken, RequestId,
            Expiration.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (var value in values) text.Append(CultureInfo.InvariantCulture, $"{value.Length}:{value};");
        return Digest.HmacSha256(identity, Encoding.UTF8.GetBytes(text.ToString()));
    }
}

/// <summary>How a stored session is written.</summary>
[JsonSerializable(typeof(StoredSession))]
internal sealed partial class StoredSessionJson : JsonSerializerContext;
