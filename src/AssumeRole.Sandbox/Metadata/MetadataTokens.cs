using System.Collections.Concurrent;
using AssumeRole.Cryptography;
using AssumeRole.Sandbox.Sessions;

namespace AssumeRole.Sandbox.Metadata;

/// <summary>The session tokens of IMDSv2: 56 characters, as EC2's are, of which the first mark them as a sandbox's.</summary>
internal sealed class MetadataTokens(TimeProvider time, IssuedSecrets issued)
{
    // Every so many new ones those that have ended are forgotten, so that a long rehearsal does not grow.
    private const int Sweep = 1024;

    private const int TokenBytes = 33;
    private readonly ConcurrentDictionary<string, DateTimeOffset> expirations = new(StringComparer.Ordinal);
    private int issuedInAll;

    public string Issue(TimeSpan timeToLive)
    {
        var now = time.GetUtcNow();
        if (Interlocked.Increment(ref issuedInAll) % Sweep == 0) ForgetEnded(now);
        var random = Convert.ToBase64String(RandomBytes.Create(TokenBytes)).Replace('+', '-').Replace('/', '_');
        var token = issued.Add(SessionStore.TokenMarker + random).Reveal();
        expirations[token] = now + timeToLive;
        return token;
    }

    private void ForgetEnded(DateTimeOffset now)
    {
        foreach (var (token, expiration) in expirations)
            if (expiration <= now) expirations.TryRemove(token, out _);
    }

    public bool IsValid(string token) => expirations.TryGetValue(token, out var expiration) && time.GetUtcNow() < expiration;
}
