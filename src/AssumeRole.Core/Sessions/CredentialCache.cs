using System.Collections.Concurrent;
using System.Text;
using AssumeRole.Credentials;
using AssumeRole.Cryptography;

namespace AssumeRole.Sessions;

/// <summary>Keeps sessions in memory, one call in flight a key. The key is the whole identity of a request.</summary>
internal sealed class CredentialCache(TimeProvider time)
{
    /// <summary>A session with less than this left is not handed out.</summary>
    public static readonly TimeSpan MinimumLeft = TimeSpan.FromMinutes(5);

    // Ended sessions are dropped once per this many new entries: a job that fans out each hour must not grow.
    private const int Sweep = 1024;

    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private int added;

    internal int Count => entries.Count;

    /// <summary>An issue is cancelled only when all that wait for it have given up.</summary>
    public async Task<SessionCredentials> GetOrIssueAsync(
        string identity, Func<CancellationToken, Task<SessionCredentials>> issue, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexString(Digest.Sha256(Encoding.UTF8.GetBytes(identity)));
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var created = new Entry(issue);
            var entry = entries.GetOrAdd(key, created);
            if (entry == created && Interlocked.Increment(ref added) % Sweep == 0) ForgetEnded();
            if (entry.TryJoin(cancellationToken) is not { } session)
            {
                Forget(key, entry);
                continue;
            }

            try
            {
                var credentials = await session.WaitAsync(cancellationToken).ConfigureAwait(false);
                // One that was issued for this call is as long as it gets, even if a wrong clock makes it look short.
                if (entry == created || Lasts(credentials)) return credentials;
                Forget(key, entry);
            }
            catch when (session.IsFaulted || session.IsCanceled)
            {
                // A failure is not kept: the next caller asks again. A caller that only gave up waiting leaves the issue to the others.
                Forget(key, entry);
                throw;
            }
            finally
            {
                entry.Leave();
            }
        }
    }

    internal void Clear() => entries.Clear();

    private bool Lasts(SessionCredentials session) => session.Expiration - time.GetUtcNow().UtcDateTime >= MinimumLeft;

    private void ForgetEnded()
    {
        foreach (var (key, entry) in entries)
            if (entry.Issued is { } session && !Lasts(session)) Forget(key, entry);
    }

    private void Forget(string key, Entry entry) => entries.TryRemove(KeyValuePair.Create(key, entry));

    /// <summary>One issue of one session, shared by all callers that wait for it.</summary>
#pragma warning disable CA1001 // The source has no timer and no handle, and a late Leave may still cancel it.
    private sealed class Entry
#pragma warning restore CA1001
    {
        private readonly object gate = new();
        private readonly CancellationTokenSource abandoned = new();
        private readonly Task<SessionCredentials> session;
        private Task<Task<SessionCredentials>>? start;
        private int waiting;

        public Entry(Func<CancellationToken, Task<SessionCredentials>> issue)
        {
            start = new Task<Task<SessionCredentials>>(() => issue(abandoned.Token));
            session = start.Unwrap();
        }

        public SessionCredentials? Issued => session.IsCompletedSuccessfully ? session.Result : null;

        public Task<SessionCredentials>? TryJoin(CancellationToken cancellationToken)
        {
            Task<Task<SessionCredentials>>? first;
            lock (gate)
            {
                if (abandoned.IsCancellationRequested) return null;
                waiting++;
                // The session is kept for an hour; the closure that issues it is not.
                (first, start) = (start, null);
            }

            // On the caller's thread, but not under the lock: queued, the requests of a fan-out would wait behind all answers that came
            // together, and leave together again.
            if (first is null) return session;
            using (cancellationToken.UnsafeRegister(static entry => ((Entry)entry!).AbandonIfAlone(), this))
                first.RunSynchronously(TaskScheduler.Default);
            return session;
        }

        private void AbandonIfAlone()
        {
            lock (gate)
            {
                if (waiting == 1 && !session.IsCompleted) abandoned.Cancel();
            }
        }

        /// <summary>The last one to leave an unfinished issue cancels it.</summary>
        public void Leave()
        {
            lock (gate)
            {
                waiting--;
                if (waiting > 0 || session.IsCompleted) return;
                session.Forget();
                abandoned.Cancel();
            }
        }
    }
}
