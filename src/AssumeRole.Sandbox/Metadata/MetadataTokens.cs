using System.Collections.Concurrent;
using AssumeRole.Cryptography;
using AssumeRole.Sandbox.Sessions;

namespace AssumeRole.Sandbox.Metadata;

/// <summary>The session tokens of IMDSv2. They have 56 characters, as EC2's have, and begin with the sandbox's marker.</summary>
internal sealed class MetadataTokens(TimeProvider time, IssuedSecrets issued)
{
    // Expired tokens are forgotten after every so many new ones, so that memory stays bounded.
    private const int Sweep = 1024;

    private const int TokenBytes = 33;
    private readonly ConcurrentDictionary<string, DateTimeOffset> expirations = new(StringComparer.Ordinal);
    private int issuedInAll;

    public string Issue(TimeSpan timeToLive)
    {
        var now = time.GetUtcNow();
        if (Interlocked.Increment(ref issuedInAll) % Sweep == 0)
            foreach (var (old, _) in expirations.Where(pair => pair.Value <= now)) expirations.TryRemove(old, out _);
        var random = Convert.ToBase64String(RandomBytes.Create(TokenBytes)).Replace('+', '-').Replace('/', '_');
        var token = issued.Add(SessionStore.TokenMarker + random).Reveal();
        expirations[token] = now + timeToLive;
        return token;
    }

    public bool IsValid(string token) => expirations.TryGetValue(token, out var expiration) && time.GetUtcNow() < expiration;
}
