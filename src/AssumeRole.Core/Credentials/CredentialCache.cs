using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace AssumeRole.Credentials;

/// <summary>
/// Keeps sessions in memory, one call in flight a key. The key is the whole identity of a request, so that callers who differ in
/// one field never share a session.
/// </summary>
/// <param name="time">The clock that says how long a session still lasts.</param>
public sealed class CredentialCache(TimeProvider time)
{
    /// <summary>A session with less than this left is not handed out.</summary>
    public static readonly TimeSpan MinimumLeft = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <summary>Gives the session under the key, and issues it if there is none that lasts.</summary>
    /// <param name="identity">Everything that the session depends on; only a hash of it is kept.</param>
    /// <param name="issue">Gets a new session. Cancelled only when everybody who waits for it has given up.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<SessionCredentials> GetOrIssueAsync(
        string identity, Func<CancellationToken, Task<SessionCredentials>> issue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var created = new Entry(issue);
            var entry = entries.GetOrAdd(key, created);
            if (entry.TryJoin() is not { } session)
            {
                Forget(key, entry);
                continue;
            }

            try
            {
                var credentials = await session.WaitAsync(cancellationToken).ConfigureAwait(false);
                // One that was issued for this call is as long as it gets, even if a wrong clock makes it look short.
                if (entry == created || credentials.Expiration - time.GetUtcNow().UtcDateTime >= MinimumLeft) return credentials;
                Forget(key, entry);
            }
            catch when (session.IsFaulted || session.IsCanceled)
            {
                // A failure is not kept: the next caller asks again. One who only gave up waiting leaves the issue to the others.
                Forget(key, entry);
                throw;
            }
            finally
            {
                entry.Leave();
            }
        }
    }

    /// <summary>Forgets every session.</summary>
    public void Clear() => entries.Clear();

    private void Forget(string key, Entry entry) => entries.TryRemove(KeyValuePair.Create(key, entry));

    /// <summary>One issue of one session, shared by all who wait for it.</summary>
#pragma warning disable CA1001 // The source has no timer and no handle, and a late Leave may still cancel it.
    private sealed class Entry(Func<CancellationToken, Task<SessionCredentials>> issue)
#pragma warning restore CA1001
    {
        private readonly object gate = new();
        private readonly CancellationTokenSource abandoned = new();
        private Task<SessionCredentials>? session;
        private int waiting;

        /// <summary>The session to wait for, or null if its issue was abandoned.</summary>
        public Task<SessionCredentials>? TryJoin()
        {
            lock (gate)
            {
                if (abandoned.IsCancellationRequested) return null;
                waiting++;
                // Off the caller's thread, so that the lock is not held while a synchronous part of the issue runs.
                return session ??= Task.Run(() => issue(abandoned.Token));
            }
        }

        /// <summary>The last one to leave an unfinished issue cancels it.</summary>
        public void Leave()
        {
            lock (gate)
            {
                waiting--;
                if (waiting == 0 && session is { IsCompleted: false }) abandoned.Cancel();
            }
        }
    }
}
