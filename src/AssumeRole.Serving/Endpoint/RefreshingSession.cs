using AssumeRole.Credentials;
using AssumeRole.Findings;

namespace AssumeRole.Endpoint;

internal interface IRefreshingSession
{
    /// <summary>The last session, good or expired; null before the first.</summary>
    SessionCredentials? Latest { get; }

    /// <summary>Why the last attempt to renew it failed; null if it succeeded.</summary>
    Finding? LastFailure { get; }

    /// <summary>The present session, good for a while. If there is none, it throws why the role could not be assumed.</summary>
    Task<SessionCredentials> GetAsync(CancellationToken cancellationToken);
}

/// <summary>The result of one attempt to renew a session: the new session's end in UTC, or the failure.</summary>
internal sealed record RenewalEvent(DateTime? Expiration, Finding? Failure);

/// <summary>
/// Keeps one role's session good for as long as callers ask for it. Only one renewal is in flight, however many callers ask. While STS
/// fails, callers get the session that is still good, and the renewal is tried again after growing pauses; after its expiry they get the
/// failure. A session without a caller since its last renewal is left to expire.
/// </summary>
internal sealed class RefreshingSession : IRefreshingSession, IAsyncDisposable
{
    // A timer takes at most 49 days; a longer wait is made in parts.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    /// <summary>
    /// A new session that lasts no longer than this by the local clock is renewed with pauses, as after a failure: the clock may be wrong,
    /// and each request would call STS.
    /// </summary>
    private static readonly TimeSpan Brief = TimeSpan.FromMinutes(1);

    private readonly object gate = new();
    private readonly Func<CancellationToken, Task<SessionCredentials>> issue;
    private readonly TimeProvider time;
    private readonly Func<double> random;
    private readonly Action<RenewalEvent> report;
    private readonly CancellationTokenSource stopping = new();
    private readonly ITimer timer;

    private volatile SessionCredentials? session;
    private RenewalSchedule schedule;
    private volatile Task<SessionCredentials>? renewal;
    private volatile AssumeRoleException? failure;
    private DateTimeOffset pauseEnds;
    private int failures;
    private int briefs;
    private bool wanted;

    /// <summary>Requests no session before the first caller asks. The function random gives numbers from 0 to 1.</summary>
    public RefreshingSession(
        Func<CancellationToken, Task<SessionCredentials>> issue, TimeProvider time, Func<double> random, Action<RenewalEvent> report)
    {
        this.issue = issue;
        this.time = time;
        this.random = random;
        this.report = report;
        timer = time.CreateTimer(_ => RenewIfWanted(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public SessionCredentials? Latest => session;

    public Finding? LastFailure => failure?.Finding;

    public bool IsRenewing => renewal is not null;

    public async Task<SessionCredentials> GetAsync(CancellationToken cancellationToken)
    {
        Task<SessionCredentials> pending;
        SessionCredentials? present;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(stopping.IsCancellationRequested, this);
            wanted = true;
            var left = Left();
            if (left > schedule.Renew) return session!;
            var isPause = time.GetUtcNow() < pauseEnds;
            if (renewal is null && !isPause) StartRenewal();
            // A new session that had expired on arrival is handed out for now: STS says that it is good, and only the clock does not.
            if (isPause && briefs > 0 && failure is null && renewal is null) return session!;
            present = left > TimeSpan.Zero ? session : null;
            if (present is not null && (left > schedule.Wait || renewal is null)) return present;
            pending = renewal ?? throw failure!;
        }

        if (present is null) return await pending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await pending.WaitAsync(RenewalSchedule.Patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is TimeoutException or AssumeRoleException)
        {
            // The present one is still good, if not for long: STS may be back before it ends.
            return present;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task? pending;
        lock (gate)
        {
            if (stopping.IsCancellationRequested) return;
            stopping.Cancel();
            pending = renewal;
        }

        await timer.DisposeAsync().ConfigureAwait(false);
        // Callers of GetAsync see how the renewal ended; here only its end counts.
        if (pending is not null) await pending.ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
        stopping.Dispose();
    }

    private TimeSpan Left() => session is null ? TimeSpan.Zero : session.Expiration - time.GetUtcNow().UtcDateTime;

    private void RenewIfWanted()
    {
        lock (gate)
        {
            if (stopping.IsCancellationRequested || renewal is not null) return;
            // The expiry is further away than one timer can wait. After a failure the timer was set for a pause.
            if (failure is null && Left() > schedule.Renew) SetTimer(Left() - schedule.Renew);
            else if (wanted && Left() > TimeSpan.Zero) StartRenewal();
        }
    }

    private void StartRenewal()
    {
        // Off the caller's thread, so that the lock is not held while a synchronous part of the issue runs.
        var token = stopping.Token;
        renewal = Task.Run(() => RenewAsync(token));
        // It may fail without a waiting caller; the failure is kept and reported.
        renewal.Forget();
    }

    private async Task<SessionCredentials> RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            var issued = await issue(cancellationToken).ConfigureAwait(false);
            Accept(issued);
            report(new RenewalEvent(issued.Expiration, null));
            return issued;
        }
        catch (AssumeRoleException error)
        {
            Note(error);
            report(new RenewalEvent(null, error.Finding));
            throw;
        }
        catch (OperationCanceledException)
        {
            lock (gate) renewal = null;
            throw;
        }
#pragma warning disable CA1031 // Nothing is hidden: the error is reported, kept and thrown to callers; the endpoint must live on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            var unforeseen = FindingCatalogue.Unforeseen.Error("renewal", $"{error.GetType().Name}: {error.Message}", inner: error);
            Note(unforeseen);
            report(new RenewalEvent(null, unforeseen.Finding));
            throw unforeseen;
        }
    }

    private void Accept(SessionCredentials issued)
    {
        lock (gate)
        {
            (session, renewal, failure, failures, wanted) = (issued, null, null, 0, false);
            var left = Left();
            schedule = RenewalSchedule.For(left);
            briefs = left < Brief ? briefs + 1 : 0;
            var pause = briefs == 0 ? TimeSpan.Zero : RenewalSchedule.PauseAfter(briefs, random());
            pauseEnds = time.GetUtcNow() + pause;
            var due = left - schedule.Renew;
            SetTimer(due > pause ? due : pause);
        }
    }

    private void Note(AssumeRoleException error)
    {
        lock (gate)
        {
            (renewal, failure) = (null, error);
            var pause = RenewalSchedule.PauseAfter(++failures, random());
            pauseEnds = time.GetUtcNow() + pause;
            SetTimer(pause);
        }
    }

    private void SetTimer(TimeSpan due)
    {
        if (stopping.IsCancellationRequested) return;
        var bounded = due > LongestTimer ? LongestTimer : due;
        timer.Change(bounded > TimeSpan.Zero ? bounded : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
