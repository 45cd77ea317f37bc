using AssumeRole.Credentials;
using AssumeRole.Sessions;

namespace AssumeRole.Core.Tests.Sessions;

public sealed class CredentialCacheTests
{
    private readonly ManualTimeProvider time = new();
    private readonly CredentialCache cache;
    private int issued;

    public CredentialCacheTests()
    {
        cache = new CredentialCache(time);
    }

    [Fact]
    public async Task A_session_is_issued_once_and_handed_out_again()
    {
        var first = await GetAsync("key");

        Assert.Same(first, await GetAsync("key"));
        Assert.Equal(1, issued);
    }

    [Fact]
    public async Task Another_key_is_another_session()
    {
        await GetAsync("key");
        await GetAsync("Key");

        Assert.Equal(2, issued);
    }

    [Fact]
    public async Task A_session_with_five_minutes_left_is_handed_out_and_with_less_it_is_not()
    {
        var first = await GetAsync("key");

        time.Advance(TimeSpan.FromMinutes(55));
        Assert.Same(first, await GetAsync("key"));

        time.Advance(TimeSpan.FromTicks(1));
        Assert.NotSame(first, await GetAsync("key"));
        Assert.Equal(2, issued);
    }

    [Fact]
    public async Task A_session_that_was_issued_for_a_call_is_given_to_it_however_short()
    {
        var session = await cache.GetOrIssueAsync("key", _ => Issue(TimeSpan.FromMinutes(1)), default);
        await cache.GetOrIssueAsync("key", _ => Issue(TimeSpan.FromMinutes(1)), default);

        Assert.Equal(time.GetUtcNow().UtcDateTime.AddMinutes(1), session.Expiration);
        Assert.Equal(2, issued);
    }

    [Fact]
    public async Task All_who_ask_while_a_call_is_in_flight_share_it()
    {
        var answer = new TaskCompletionSource<SessionCredentials>();

        var waiters = Enumerable.Range(0, 100).Select(_ => cache.GetOrIssueAsync("key", _ => Count(answer.Task), default)).ToArray();
        Assert.All(waiters, waiter => Assert.False(waiter.IsCompleted));
        answer.SetResult(Sample.Session());

        Assert.All(await Task.WhenAll(waiters), session => Assert.Same(waiters[0].Result, session));
        Assert.Equal(1, issued);
    }

    [Fact]
    public async Task A_failure_reaches_all_who_wait_and_is_not_kept()
    {
        var answer = new TaskCompletionSource<SessionCredentials>();
        var waiters = Enumerable.Range(0, 3).Select(_ => cache.GetOrIssueAsync("key", _ => Count(answer.Task), default)).ToArray();

        answer.SetException(new IOException("broken"));

        foreach (var waiter in waiters) await Assert.ThrowsAsync<IOException>(() => waiter);
        await GetAsync("key");
        Assert.Equal(2, issued);
    }

    [Fact]
    public async Task A_failure_before_anything_is_sent_is_not_kept_either()
    {
        await Assert.ThrowsAsync<IOException>(() => cache.GetOrIssueAsync("key", _ => throw new IOException("broken"), default));

        Assert.NotNull(await GetAsync("key"));
    }

    [Fact]
    public async Task One_who_gives_up_leaves_the_call_to_the_others()
    {
        using var impatience = new CancellationTokenSource();
        var answer = new TaskCompletionSource<SessionCredentials>();
        var called = new TaskCompletionSource<CancellationToken>();
        var first = cache.GetOrIssueAsync("key", token => Start(called, answer.Task, token), impatience.Token);
        var second = cache.GetOrIssueAsync("key", _ => throw new InvalidOperationException("A second call."), default);
        var token = await called.Task;

        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(token.IsCancellationRequested);
        answer.SetResult(Sample.Session());
        Assert.Equal("ASIA-deploy", (await second).AccessKeyId);
    }

    [Fact]
    public async Task The_last_one_to_give_up_cancels_the_call()
    {
        using var impatience = new CancellationTokenSource();
        var called = new TaskCompletionSource<CancellationToken>();
        var never = new TaskCompletionSource<SessionCredentials>();
        Task<SessionCredentials>[] waiters =
        [
            cache.GetOrIssueAsync("key", token => Start(called, never.Task, token), impatience.Token),
            cache.GetOrIssueAsync("key", token => Start(called, never.Task, token), impatience.Token),
        ];
        var token = await called.Task;

        await impatience.CancelAsync();

        foreach (var waiter in waiters) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiter);
        Assert.True(token.IsCancellationRequested);
        Assert.NotNull(await GetAsync("key"));
    }

    [Fact]
    public async Task A_call_that_blocks_ends_when_the_one_who_began_it_gives_up()
    {
        using var impatience = new CancellationTokenSource();

        Task<SessionCredentials> Block(CancellationToken token)
        {
            impatience.Cancel();
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException("It was not cancelled.");
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cache.GetOrIssueAsync("key", Block, impatience.Token));
        Assert.NotNull(await GetAsync("key"));
    }

    [Fact]
    public async Task A_call_that_blocks_goes_on_for_another_who_waits_for_it()
    {
        using var impatience = new CancellationTokenSource();
        Task<SessionCredentials>? second = null;

        Task<SessionCredentials> Block(CancellationToken token)
        {
            second = cache.GetOrIssueAsync("key", _ => throw new InvalidOperationException("A second call."), default);
            impatience.Cancel();
            token.ThrowIfCancellationRequested();
            return Task.FromResult(Sample.Session());
        }

        await cache.GetOrIssueAsync("key", Block, impatience.Token);
        Assert.Equal("ASIA-deploy", (await second!).AccessKeyId);
    }

    [Fact]
    public async Task One_who_had_given_up_before_asking_starts_no_call()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => cache.GetOrIssueAsync("key", _ => Issue(TimeSpan.FromHours(1)), new CancellationToken(canceled: true)));

        Assert.Equal(0, issued);
    }

    [Fact]
    public async Task Sessions_that_have_ended_do_not_pile_up()
    {
        for (var hour = 0; hour < 4; hour++)
        {
            for (var role = 0; role < 2000; role++) await GetAsync($"{hour}/{role}");
            time.Advance(TimeSpan.FromHours(1));
        }

        Assert.InRange(cache.Count, 2000, 4000);
    }

    [Fact]
    public void A_call_begins_before_the_one_who_asks_goes_on()
    {
        var begun = false;

        _ = cache.GetOrIssueAsync(
            "key",
            _ =>
            {
                begun = true;
                return new TaskCompletionSource<SessionCredentials>().Task;
            },
            default);

        Assert.True(begun);
    }

    [Fact]
    public async Task Clear_forgets_every_session()
    {
        await GetAsync("key");
        cache.Clear();
        await GetAsync("key");

        Assert.Equal(2, issued);
    }

    private Task<SessionCredentials> GetAsync(string key) => cache.GetOrIssueAsync(key, _ => Issue(TimeSpan.FromHours(1)), default);

    private Task<SessionCredentials> Issue(TimeSpan life) =>
        Count(Task.FromResult(Sample.Session(expiration: time.GetUtcNow().UtcDateTime + life)));

    private Task<SessionCredentials> Count(Task<SessionCredentials> answer)
    {
        Interlocked.Increment(ref issued);
        return answer;
    }

    private static async Task<SessionCredentials> Start(
        TaskCompletionSource<CancellationToken> called, Task<SessionCredentials> answer, CancellationToken token)
    {
        called.SetResult(token);
        return await answer.WaitAsync(token);
    }
}
