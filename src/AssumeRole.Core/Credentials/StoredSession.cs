using System.Text.Json.Serialization;

namespace AssumeRole.Credentials;

/// <summary>A session as it lies in a cache file: the secrets in plain text, which is why only its owner may read the file.</summary>
internal sealed record StoredSession(
    string RoleArn,
    string AssumedRoleArn,
    string Account,
    string RoleSessionName,
    string AccessKeyId,
    string SecretAccessKey,
    string SessionToken,
    DateTime Expiration,
    string RequestId)
{
    public static StoredSession From(SessionCredentials session) => new(
        session.RoleArn,
        session.AssumedRoleArn,
        session.Account,
        session.RoleSessionName,
        session.AccessKeyId,
        session.SecretAccessKey.Reveal(),
        session.SessionToken.Reveal(),
        session.Expiration,
        session.RequestId);

    /// <summary>The session, or null if a part is missing.</summary>
    public SessionCredentials? ToSession() =>
        this is { RoleArn: not null, AssumedRoleArn: not null, Account: not null, RoleSessionName: not null, RequestId: not null }
            && this is { AccessKeyId.Length: > 0, SecretAccessKey.Length: > 0, SessionToken.Length: > 0 }
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

    /// <summary>Without the secrets.</summary>
    public override string ToString() => AssumedRoleArn;
}

/// <summary>How a stored session is written.</summary>
[JsonSerializable(typeof(StoredSession))]
internal sealed partial class StoredSessionJson : JsonSerializerContext;
