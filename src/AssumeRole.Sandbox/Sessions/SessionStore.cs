using System.Collections.Concurrent;
using System.Security.Cryptography;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sessions;

/// <summary>Issues credentials for sessions and knows them again until they expire.</summary>
/// <remarks>
/// Secrets and tokens begin with a marker, so that a test can search everything that a program wrote for them.
/// </remarks>
internal sealed class SessionStore(TimeProvider time)
{
    /// <summary>What every secret access key of the sandbox begins with.</summary>
    public const string SecretMarker = "SANDBOXSECRET";

    /// <summary>What every session token of the sandbox begins with.</summary>
    public const string TokenMarker = "SANDBOXTOKEN";

    private const int SecretLength = 40;
    private const int TokenBytes = 252;
    private readonly ConcurrentDictionary<string, RoleSession> sessions = new(StringComparer.Ordinal);

    /// <summary>Makes a session with new credentials.</summary>
    public RoleSession Issue(WorldRole role, string name, TimeSpan duration) => new()
    {
        AccessKeyId = UniqueId.NewAccessKey(),
        SecretAccessKey = new Secret(SecretMarker + Random(SecretLength)[..(SecretLength - SecretMarker.Length)]),
        SessionToken = new Secret(TokenMarker + Random(TokenBytes)),
        Expiration = WholeSecond(time.GetUtcNow() + duration),
        Role = role,
        Name = name,
    };

    /// <summary>Makes the credentials of a session valid.</summary>
    public void Add(RoleSession session)
    {
        // Nobody asks for a session long expired: forget it, so that a long rehearsal does not grow.
        foreach (var (key, old) in sessions)
        {
            if (old.Expiration < time.GetUtcNow() - TimeSpan.FromHours(12)) sessions.TryRemove(key, out _);
        }

        sessions[session.AccessKeyId] = session;
    }

    /// <summary>The session that the access key was issued for, expired or not.</summary>
    public RoleSession? Find(string accessKeyId) => sessions.GetValueOrDefault(accessKeyId);

    public bool IsExpired(RoleSession session) => time.GetUtcNow() >= session.Expiration;

    private static string Random(int bytes) => Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes));

    /// <summary>AWS tells expirations to the second.</summary>
    private static DateTimeOffset WholeSecond(DateTimeOffset moment) =>
        DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());
}
