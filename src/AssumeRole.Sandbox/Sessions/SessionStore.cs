using System.Collections.Concurrent;
using AssumeRole.Cryptography;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sessions;

/// <summary>Issues temporary credentials and finds them by access key until some time after they expire.</summary>
/// <param name="time">The world's clock.</param>
/// <param name="longest">The longest life of credentials, whatever was requested.</param>
/// <param name="issued">Records every secret.</param>
/// <remarks>Secrets and tokens begin with a marker, so that a test can search for them in everything that a program wrote.</remarks>
internal sealed class SessionStore(TimeProvider time, TimeSpan longest, IssuedSecrets issued)
{
    public const string SecretMarker = "SANDBOXSECRET";
    public const string TokenMarker = "SANDBOXTOKEN";

    // Sessions that expired long ago are forgotten, after every so many new ones, so that memory stays bounded.
    private const int Sweep = 1024;
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(12);

    private const int SecretLength = 40;
    private const int TokenBytes = 252;
    private readonly ConcurrentDictionary<string, TemporarySession> sessions = new(StringComparer.Ordinal);
    private int added;

    public IReadOnlyCollection<TemporarySession> Known => [.. sessions.Values];

    /// <summary>Creates credentials. They are valid from <see cref="Add"/> on.</summary>
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

    /// <inheritdoc cref="Issue(WorldRole, string, TimeSpan)"/>
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

    public void Add(TemporarySession session)
    {
        if (Interlocked.Increment(ref added) % Sweep == 0) ForgetExpired();
        sessions[session.AccessKeyId] = session;
    }

    /// <summary>The session of the access key, expired or not.</summary>
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

    /// <summary>AWS gives expirations in whole seconds.</summary>
    private DateTimeOffset ExpirationAfter(TimeSpan duration) =>
        DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + (duration < longest ? duration : longest)).ToUnixTimeSeconds());
}

/// <summary>Every secret that a sandbox issued: access keys, session tokens, metadata tokens. A leak test searches for them.</summary>
internal sealed class IssuedSecrets
{
    private readonly ConcurrentQueue<Secret> issued = new();

    /// <summary>Off unless a leak test takes the secrets: the list would grow with every call.</summary>
    public bool IsKept { get; set; }

    /// <summary>The secrets in the order in which they were issued.</summary>
    public IReadOnlyCollection<Secret> All => [.. issued];

    /// <summary>Records a secret before it is sent.</summary>
    public Secret Add(string text)
    {
        var secret = new Secret(text);
        if (IsKept) issued.Enqueue(secret);
        return secret;
    }

    /// <summary>Removes and returns the secrets issued since the last call.</summary>
    public IReadOnlyList<Secret> Take()
    {
        var taken = new List<Secret>();
        while (issued.TryDequeue(out var secret)) taken.Add(secret);
        return taken;
    }
}
