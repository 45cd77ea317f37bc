using System.Collections.Concurrent;
using AssumeRole.Credentials;
using AssumeRole.Endpoint;
using AssumeRole.Findings;
using AssumeRole.Sources;

namespace AssumeRole.Serving.Tests.Endpoint;

public sealed class RefreshingSessionTests : IAsyncDisposable
{
    private readonly ManualTimeProvider time = new();
    private readonly ConcurrentQueue<RenewalEvent> events = [];
    private readonly RefreshingSession renewed;
    private Func<Task> sts = () => Task.CompletedTask;
    private TimeSpan lifetime = TimeSpan.FromHours(1);
    private bool isHeld;
    private int calls;
    private int inFlight;
    private int mostInFlight;

    public RefreshingSessionTests() => renewed = new RefreshingSession(IssueAsync, time, () => 1, events.Enqueue);

    public ValueTask DisposeAsync() => renewed.DisposeAsync();

    [Fact]
    public async Task Nothing_is_fetched_before_somebody_asks()
    {
        time.Advance(TimeSpan.FromHours(2));

        Assert.Equal((0, null), (calls, renewed.Latest));
        await renewed.GetAsync(default);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task A_job_of_twelve_hours_never_sees_a_session_with_under_15_minutes_and_asks_STS_at_most_19_times()
    {
        for (var minute = 0; minute < 12 * 60; minute++)
        {
            var left = (await renewed.GetAsync(default)).Expiration - time.GetUtcNow().UtcDateTime;
            Assert.True(left >= TimeSpan.FromMinutes(15), $"{left} left after {minute} minutes.");
            await AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        Assert.InRange(calls, 2, 19);
    }

    [Fact]
    public async Task A_job_that_asks_seldom_finds_a_fresh_session_waiting()
    {
        await renewed.GetAsync(default);
        await renewed.GetAsync(default);

        await AdvanceAsync(TimeSpan.FromMinutes(40));
        await AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(2, calls);
        Assert.Equal(TimeSpan.FromMinutes(50), renewed.Latest!.Expiration - time.GetUtcNow().UtcDateTime);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(2_900_000)]
    public async Task A_session_that_seems_to_last_for_days_is_renewed_before_its_end_and_not_before(int days)
    {
        lifetime = TimeSpan.FromDays(days);
        await renewed.GetAsync(default);
        await renewed.GetAsync(default);
        Assert.Null(renewed.LastFailure);

        await AdvanceAsync(TimeSpan.FromDays(Math.Min(days, 100)) - TimeSpan.FromMinutes(21));
        Assert.Equal(1, calls);

        await AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(days > 100 ? 1 : 2, calls);
    }

    [Fact]
    public async Task A_session_that_nobody_asks_for_is_left_to_lapse()
    {
        await renewed.GetAsync(default);
        await AdvanceAsync(TimeSpan.FromHours(12));

        Assert.Equal(1, calls);
        Assert.True((await renewed.GetAsync(default)).Expiration > time.GetUtcNow().UtcDateTime);
    }

    [Fact]
    public async Task Ten_thousand_requests_of_64_clients_at_a_renewal_make_one_call()
    {
        await renewed.GetAsync(default);
        await AdvanceAsync(TimeSpan.FromMinutes(46));
        var answer = new TaskCompletionSource();
        (sts, isHeld) = (() => answer.Task, true);

        var clients = Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
        {
            var pending = Enumerable.Range(0, (10_000 / 64) + 1).Select(_ => renewed.GetAsync(default)).ToArray();
            return await Task.WhenAll(pending);
        })).ToArray();
        await Patience.UntilAsync(() => calls == 2);
        answer.SetResult();
        var sessions = (await Task.WhenAll(clients)).SelectMany(session => session).ToArray();

        Assert.Equal((2, 1), (calls, mostInFlight));
        Assert.All(sessions, session => Assert.Equal(TimeSpan.FromHours(1), session.Expiration - time.GetUtcNow().UtcDateTime));
    }

    [Theory]
    [InlineData("down")]
    [InlineData("throttled")]
    [InlineData("garbage")]
    public async Task Fifteen_minutes_without_STS_are_not_noticed(string how)
    {
        var end = time.GetUtcNow().AddMinutes(55);
        var start = time.GetUtcNow().AddMinutes(39);
        sts = () => time.GetUtcNow() >= start && time.GetUtcNow() < end
            ? throw Fault(how)
            : Task.CompletedTask;

        for (var half = 0; half < 4 * 120; half++)
        {
            var left = (await renewed.GetAsync(default)).Expiration - time.GetUtcNow().UtcDateTime;
            Assert.True(left > TimeSpan.Zero);
            await AdvanceAsync(TimeSpan.FromSeconds(30));
        }

        Assert.InRange(calls, 6, 40);
        Assert.Contains(events, one => one.Failure is not null);
    }

    [Fact]
    public async Task After_the_end_the_answer_is_why()
    {
        await renewed.GetAsync(default);
        sts = () => throw FindingCatalogue.AssumeDenied.Error("role", "No more.");
        await AdvanceAsync(TimeSpan.FromMinutes(61));

        var finding = await Sample.FindingOfAsync(() => renewed.GetAsync(default));

        Assert.Equal("AssumeDenied", finding.Id);
        Assert.Equal("AssumeDenied", renewed.LastFailure!.Id);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(0)]
    [InlineData(0.01)]
    [InlineData(2)]
    public async Task A_session_that_is_over_by_a_wrong_clock_is_handed_out_and_asked_for_with_pauses(double seconds)
    {
        lifetime = TimeSpan.FromSeconds(seconds);

        for (var second = 0; second < 60; second++)
        {
            for (var client = 0; client < 10; client++) Assert.NotNull(await renewed.GetAsync(default));
            await AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        // After 1, 2, 4, 8, 16 and 32 seconds.
        Assert.InRange(calls, 5, 8);
        Assert.Null(renewed.LastFailure);

        lifetime = TimeSpan.FromHours(1);
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.True((await renewed.GetAsync(default)).Expiration > time.GetUtcNow().UtcDateTime.AddMinutes(59));
    }

    [Fact]
    public async Task STS_is_left_in_peace_between_failures()
    {
        sts = () => throw FindingCatalogue.StsUnavailable.Error("role", "Down.");
        for (var second = 0; second < 60; second++)
        {
            for (var client = 0; client < 10; client++) await Assert.ThrowsAsync<AssumeRoleException>(() => renewed.GetAsync(default));
            await AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        // After 1, 2, 4, 8, 16 and 32 seconds.
        Assert.InRange(calls, 6, 7);
    }

    [Fact]
    public async Task A_slow_STS_keeps_nobody_waiting_while_the_session_is_good()
    {
        await renewed.GetAsync(default);
        await AdvanceAsync(TimeSpan.FromMinutes(50));
        var answer = new TaskCompletionSource();
        (sts, isHeld) = (() => answer.Task, true);

        var pending = renewed.GetAsync(default);
        await Patience.UntilAsync(() => calls == 2);
        await AdvanceAsync(RenewalSchedule.Patience);
        var session = await pending;
        answer.SetResult();

        Assert.True(session.Expiration - time.GetUtcNow().UtcDateTime < TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_renewal_that_fails_while_a_client_waits_gives_it_the_session_that_is_still_good()
    {
        var before = await renewed.GetAsync(default);
        await AdvanceAsync(TimeSpan.FromMinutes(50));
        var answer = new TaskCompletionSource();
        (sts, isHeld) = (() => answer.Task, true);

        var pending = renewed.GetAsync(default);
        await Patience.UntilAsync(() => calls == 2);
        answer.SetException(FindingCatalogue.StsUnavailable.Error("role", "Down."));

        Assert.Same(before, await pending);
    }

    [Fact]
    public async Task A_renewal_asks_STS_though_a_session_is_in_the_cache()
    {
        await using var bench = new IssuerBench();
        bench.Variables.Set("AWS_REGION", "eu-west-1");
        var request = IssuerBench.Request(start: new SourceSelection(Given: Sample.Keys));
        await bench.IssueAsync(request);
        await using var kept = KeepFreshEndpoint.Refresh(request, bench.CreateIssuer, bench.Time, static _ => { });

        await kept.GetAsync(default);

        Assert.Equal(2, bench.Sts.Roles.Count());
    }

    [Theory]
    [InlineData(900, 300, 225)]
    [InlineData(3600, 1200, 900)]
    [InlineData(43200, 1200, 900)]
    public void A_short_session_is_renewed_in_its_last_third(int seconds, int renew, int wait) => Assert.Equal(
        new RenewalSchedule(TimeSpan.FromSeconds(renew), TimeSpan.FromSeconds(wait)), RenewalSchedule.For(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public async Task Disposing_cancels_what_is_under_way_and_nothing_is_fetched_after()
    {
        (sts, isHeld) = (() => Task.Delay(Timeout.Infinite, stopToken), true);
        var pending = renewed.GetAsync(default);
        await Patience.UntilAsync(() => calls == 1);

        await renewed.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => renewed.GetAsync(default));
        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(1, calls);
    }

    private static Exception Fault(string how) => how switch
    {
        "down" => FindingCatalogue.StsUnreachable.Error("role", "Down."),
        "throttled" => FindingCatalogue.StsThrottled.Error("role", "Slow down."),
        _ => new FormatException("Something that nobody foresaw in an answer."),
    };

    private CancellationToken stopToken;

    private async Task<SessionCredentials> IssueAsync(CancellationToken cancellationToken)
    {
        stopToken = cancellationToken;
        Interlocked.Increment(ref calls);
        mostInFlight = Math.Max(mostInFlight, Interlocked.Increment(ref inFlight));
        try
        {
            await sts();
            return Sample.Session(expiration: time.GetUtcNow().UtcDateTime + lifetime);
        }
        finally
        {
            Interlocked.Decrement(ref inFlight);
        }
    }

    /// <summary>Moves the clock and lets a renewal that its timer began end.</summary>
    private async Task AdvanceAsync(TimeSpan span)
    {
        time.Advance(span);
        await Patience.UntilAsync(() => !renewed.IsRenewing || isHeld);
    }
}
