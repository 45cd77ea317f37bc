using AssumeRole.Credentials;
using AssumeRole.Findings;

namespace AssumeRole.Endpoint;

/// <summary>
/// Keeps one role's session good for as long as somebody asks for it. One renewal is in flight however many ask. While STS fails,
/// the session that is still good is handed out and the renewal tried again after growing pauses; once it has expired, the answer
/// is why. A session that nobody has asked for since its last renewal is left to lapse.
/// </summary>
internal sealed class RenewedSession : IRenewedSession, IAsyncDisposable
{
    // A timer of .NET takes up to 49 days. After this time it looks again.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    /// <summary>
    /// A new session that lasts no longer by the local clock is renewed with pauses, as after a failure: the clock may be wrong, and each
    /// request would make a call of STS.
    /// </summary>
    private static readonly TimeSpan Brief = TimeSpan.FromMinutes(1);

    private readonly object gate = new();
    private readonly Func<CancellationToken, Task<SessionCredentials>> issue;
    private readonly TimeProvider time;
    private readonly Func<double> random;
    private readonly Action<RenewalEvent> report;
    private readonly CancellationTokenSource stopping = new();
    private readonly ITimer timer;

    private SessionCredentials? session;
    private RenewalSchedule schedule;
    private Task<SessionCredentials>? renewal;
    private AssumeRoleException? failure;
    private DateTimeOffset pauseEnds;
    private int failures;
    private int briefs;
    private bool wanted;

    /// <summary>Keeps a session; nothing is fetched before it is asked for.</summary>
    /// <param name="issue">Gets a new one, from the base identity as it is then.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Gives a number from 0 to 1.</param>
    /// <param name="report">Told of every attempt.</param>
    public RenewedSession(
        Func<CancellationToken, Task<SessionCredentials>> issue, TimeProvider time, Func<double> random, Action<RenewalEvent> report)
    {
        ArgumentNullException.ThrowIfNull(time);
        this.issue = issue;
        this.time = time;
        this.random = random;
        this.report = report;
        timer = time.CreateTimer(_ => RenewIfWanted(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public SessionCredentials? Latest
    {
        get
        {
            lock (gate) return session;
        }
    }

    /// <inheritdoc/>
    public Finding? LastFailure
    {
        get
        {
            lock (gate) return failure?.Finding;
        }
    }

    /// <summary>Whether a renewal is under way.</summary>
    internal bool IsRenewing
    {
        get
        {
            lock (gate) return renewal is not null;
        }
    }

    /// <inheritdoc/>
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
            // One that was over when it came is handed out as long as it is new: STS says that it is good, and only the clock does not.
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

    /// <summary>Cancels what is under way and waits until it has ended.</summary>
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
        // Whoever waits for the renewal sees how it ended; here only its end counts.
        if (pending is not null) await pending.ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
        stopping.Dispose();
    }

    private TimeSpan Left() => session is null ? TimeSpan.Zero : session.Expiration - time.GetUtcNow().UtcDateTime;

    private void RenewIfWanted()
    {
        lock (gate)
        {
            if (stopping.IsCancellationRequested || renewal is not null) return;
            // The end is further away than one timer waits for. After a failure the timer was set for a pause.
            if (failure is null && Left() > schedule.Renew) SetTimer(Left() - schedule.Renew);
            else if (wanted && Left() > TimeSpan.Zero) StartRenewal();
        }
    }

    private void StartRenewal()
    {
        // Off the caller's thread, so that the lock is not held while a synchronous part of the issue runs.
        var token = stopping.Token;
        renewal = Task.Run(() => RenewAsync(token));
        // It may fail with nobody waiting; the failure is kept and reported.
        AbandonedTask.Observe(renewal);
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
#pragma warning disable CA1031 // Nothing is hidden: it is reported, kept and thrown to whoever waits; the endpoint must live on.
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
