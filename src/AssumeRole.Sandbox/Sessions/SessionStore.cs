using System.Collections.Concurrent;
using AssumeRole.Cryptography;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sessions;

/// <summary>Issues credentials for sessions and knows them again until they expire.</summary>
/// <param name="time">The world's clock.</param>
/// <param name="longest">How long credentials live at the most, whatever was asked for.</param>
/// <param name="issued">Told of every secret.</param>
/// <remarks>
/// Secrets and tokens begin with a marker, so that a test can search everything that a program wrote for them.
/// </remarks>
internal sealed class SessionStore(TimeProvider time, TimeSpan longest, IssuedSecrets issued)
{
    /// <summary>What every secret access key of the sandbox begins with.</summary>
    public const string SecretMarker = "SANDBOXSECRET";

    /// <summary>What every session token of the sandbox begins with.</summary>
    public const string TokenMarker = "SANDBOXTOKEN";

    // Nobody asks for a session long expired. Every so many new ones they are forgotten, so that a long rehearsal does not grow.
    private const int Sweep = 1024;
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(12);

    private const int SecretLength = 40;
    private const int TokenBytes = 252;
    private readonly ConcurrentDictionary<string, TemporarySession> sessions = new(StringComparer.Ordinal);
    private int added;

    /// <summary>The sessions that are known.</summary>
    public IReadOnlyCollection<TemporarySession> Known => [.. sessions.Values];

    /// <summary>Makes a session of a role, with new credentials.</summary>
    public RoleSession Issue(WorldRole role, string name, TimeSpan duration) => new()
    {
        AccessKeyId = UniqueId.NewAccessKey(),
        SecretAccessKey = NewSecret(),
        SessionToken = NewToken(),
        IssuedAt = time.GetUtcNow(),
        Expiration = ExpirationAfter(duration),
        Role = role,
        Name = name,
    };

    /// <summary>Makes a session of a user, with new credentials.</summary>
    public UserSession Issue(WorldUser user, bool withMfa, TimeSpan duration) => new()
    {
        AccessKeyId = UniqueId.NewAccessKey(),
        SecretAccessKey = NewSecret(),
        SessionToken = NewToken(),
        IssuedAt = time.GetUtcNow(),
        Expiration = ExpirationAfter(duration),
        User = user,
        WithMfa = withMfa,
    };

    /// <summary>Makes the credentials of a session valid.</summary>
    public void Add(TemporarySession session)
    {
        if (Interlocked.Increment(ref added) % Sweep == 0) ForgetExpired();
        sessions[session.AccessKeyId] = session;
    }

    /// <summary>The session that the access key was issued for, expired or not.</summary>
    public TemporarySession? Find(string accessKeyId) => sessions.GetValueOrDefault(accessKeyId);

    public bool IsExpired(TemporarySession session) => time.GetUtcNow() >= session.Expiration;

    private void ForgetExpired()
    {
        var until = time.GetUtcNow() - Remembered;
        foreach (var (key, old) in sessions)
            if (old.Expiration < until) sessions.TryRemove(key, out _);
    }

    private Secret NewSecret() => issued.Add(SecretMarker + Random(SecretLength)[..(SecretLength - SecretMarker.Length)]);

    private Secret NewToken() => issued.Add(TokenMarker + Random(TokenBytes));

    private static string Random(int bytes) => Convert.ToBase64String(RandomBytes.Create(bytes));

    /// <summary>AWS tells expirations to the second.</summary>
    private DateTimeOffset ExpirationAfter(TimeSpan duration) =>
        DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + (duration < longest ? duration : longest)).ToUnixTimeSeconds());
}
