using System.Collections.Concurrent;
using AssumeRole.Cryptography;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sessions;

/// <summary>Issues temporary credentials and finds them by access key until some time after they expire.</summary>
/// <param name="longest">The longest life of credentials, whatever was requested.</param>
/// <remarks>Secrets and tokens begin with a marker, so that a test can search for them in everything that a program wrote.</remarks>
internal sealed class SessionStore(TimeProvider time, TimeSpan longest, IssuedSecrets issued)
{
    public const string SecretMarker = "SANDBOXSECRET";
    public const string TokenMarker = "SANDBOXTOKEN";

    // After every so many new sessions, those that expired long ago are forgotten.
    private const int Sweep = 1024;
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(12);

    private const int SecretLength = 40;
    private const int TokenBytes = 252;
    private readonly ConcurrentDictionary<string, TemporarySession> sessions = new(StringComparer.Ordinal);
    private int added;

    public IReadOnlyCollection<TemporarySession> Known => [.. sessions.Values];

    /// <summary>Gives a session its credentials, which are valid from now on.</summary>
    /// <param name="from">The time of issue in the past; now if null.</param>
    public T Issue<T>(T session, TimeSpan duration, DateTimeOffset? from = null)
        where T : TemporarySession
    {
        var now = time.GetUtcNow();
        if (Interlocked.Increment(ref added) % Sweep == 0)
            foreach (var (key, _) in sessions.Where(pair => pair.Value.Expiration < now - Remembered)) sessions.TryRemove(key, out _);
        var begin = from ?? now;
        TemporarySession plain = session;
        var issuedSession = plain with
        {
            AccessKeyId = UniqueId.NewAccessKey(),
            SecretAccessKey = issued.Add(SecretMarker + Random(SecretLength)[..(SecretLength - SecretMarker.Length)]),
            SessionToken = issued.Add(TokenMarker + Random(TokenBytes)),
            IssuedAt = begin,
            // AWS gives expirations in whole seconds.
            Expiration = DateTimeOffset.FromUnixTimeSeconds((begin + (duration < longest ? duration : longest)).ToUnixTimeSeconds()),
        };
        sessions[issuedSession.AccessKeyId] = issuedSession;
        return (T)issuedSession;
    }

    public TemporarySession? Find(string accessKeyId) => sessions.GetValueOrDefault(accessKeyId);

    public bool IsExpired(TemporarySession session) => time.GetUtcNow() >= session.Expiration;

    private static string Random(int bytes) => Convert.ToBase64String(RandomBytes.Create(bytes));
}

/// <summary>Every secret that a sandbox issued: access keys, session tokens, metadata tokens. A leak test searches for them.</summary>
internal sealed class IssuedSecrets
{
    private readonly ConcurrentQueue<Secret> issued = new();

    /// <summary>Off unless a leak test takes the secrets: the list would grow with every call.</summary>
    public bool IsKept { get; set; }

    public IReadOnlyCollection<Secret> All => [.. issued];

    public Secret Add(string text)
    {
        var secret = new Secret(text);
        if (IsKept) issued.Enqueue(secret);
        return secret;
    }

    public IReadOnlyList<Secret> Take()
    {
        var taken = new List<Secret>();
        while (issued.TryDequeue(out var secret)) taken.Add(secret);
        return taken;
    }
}
