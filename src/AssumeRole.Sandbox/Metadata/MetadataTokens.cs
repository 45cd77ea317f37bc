using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AssumeRole.Sandbox.Metadata;

/// <summary>The session tokens of IMDSv2.</summary>
internal sealed class MetadataTokens(TimeProvider time)
{
    private const int TokenBytes = 42;
    private readonly ConcurrentDictionary<string, DateTimeOffset> expirations = new(StringComparer.Ordinal);

    public string Issue(TimeSpan timeToLive)
    {
        var now = time.GetUtcNow();
        foreach (var (old, expiration) in expirations)
        {
            if (expiration <= now) expirations.TryRemove(old, out _);
        }

        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(TokenBytes)).Replace('+', '-').Replace('/', '_');
        expirations[token] = now + timeToLive;
        return token;
    }

    public bool IsValid(string token) => expirations.TryGetValue(token, out var expiration) && time.GetUtcNow() < expiration;
}
