using AssumeRole.Credentials;
using AssumeRole.Roles;
using AssumeRole.Rotation;

namespace AssumeRole.Serving.Tests.Rotation;

public sealed class AccountRotationTests : IDisposable
{
    private const string Path = "/concourse/t/lab";
    private static readonly string[] All = [Path, $"{Path}-access-key", $"{Path}-secret-key", $"{Path}-session-token"];

    private readonly ManualTimeProvider time = new();
    private readonly FakeSecretStore store = new();
    private int sessions;

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task The_secret_that_holds_everything_is_written_first()
    {
        var result = await RunAsync();

        Assert.Equal((RotationStatus.Rotated, true), (result.Status, result.Changed));
        Assert.Equal($"create {Path}", store.Writes[0]);
        Assert.Equal(All.Order(StringComparer.Ordinal), store.Items.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            """{"access-key":"ASIA0001","secret-key":"secret+1","session-token":"token/1","expiration":"2026-03-04T06:06:07Z","role-arn":"arn:aws:iam::222222222222:role/deploy"}""",
            store.ValueOf(Path));
        Assert.Equal(["ASIA0001", "secret+1", "token/1"], All[1..].Select(store.ValueOf));
        Assert.All(All, name => Assert.Equal(
            "STS credentials for Concourse, kept by assumerole. Role: arn:aws:iam::222222222222:role/deploy. Key ends in 0001. "
            + "Last updated: 2026-03-04T05:06:07Z. Expires: 2026-03-04T06:06:07Z.",
            store.Items[name].Description));
    }

    [Fact]
    public async Task Nothing_is_written_after_the_secret_that_holds_everything_was_refused()
    {
        store.Fails = call => call == $"create {Path}" ? FakeSecretStore.Fault("EncryptionFailure") : null;

        var result = await RunAsync();

        Assert.Equal((RotationStatus.Failed, false), (result.Status, result.Changed));
        Assert.Equal([$"create {Path}"], store.Writes);
    }

    [Theory]
    // Half of an hour and five minutes must be left: 25 minutes after the start it is just not more than that.
    [InlineData(24, null, RotationStatus.Kept)]
    [InlineData(25, null, RotationStatus.Rotated)]
    [InlineData(44, 15, RotationStatus.Kept)]
    [InlineData(45, 15, RotationStatus.Rotated)]
    [InlineData(0, 60, RotationStatus.Rotated)]
    public async Task A_session_is_kept_while_it_lasts_long_enough(int minutes, int? least, RotationStatus status)
    {
        await RunAsync();
        time.Advance(TimeSpan.FromMinutes(minutes));

        var result = await RunAsync(new RotationRequest { Teams = [], MinimumRemaining = least is { } value ? TimeSpan.FromMinutes(value) : null });

        Assert.Equal((status, status == RotationStatus.Rotated), (result.Status, result.Changed));
        if (status == RotationStatus.Kept) Assert.Equal(new DateTime(2026, 3, 4, 6, 6, 7, DateTimeKind.Utc), result.Expiration);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(30)]
    [InlineData(45)]
    [InlineData(50)]
    public async Task On_any_regular_schedule_a_session_that_was_kept_has_ten_minutes_left_at_the_next_run(int interval)
    {
        await RunAsync();
        var (kept, ends) = (false, time.GetUtcNow().AddHours(1));
        for (var run = 0; run < 20; run++)
        {
            time.Advance(TimeSpan.FromMinutes(interval));
            if (kept) Assert.True(ends - time.GetUtcNow() >= TimeSpan.FromMinutes(10));
            var result = await RunAsync();
            (kept, ends) = (result.Status == RotationStatus.Kept, new DateTimeOffset(result.Expiration!.Value));
        }
    }

    [Fact]
    public async Task Another_role_under_the_same_name_is_not_kept()
    {
        await RunAsync();

        Assert.Equal(RotationStatus.Rotated, (await RunAsync(account: Account("other"))).Status);
    }

    [Fact]
    public async Task A_run_that_is_killed_between_the_writes_is_repaired_by_the_next()
    {
        await RunAsync();
        using var killed = new CancellationTokenSource();
        store.Fails = call =>
        {
            if (call != $"replace {All[3]}") return null;
            killed.Cancel();
            return new OperationCanceledException(killed.Token);
        };
        var ended = await RunAsync(new RotationRequest { Teams = [], MinimumRemaining = TimeSpan.FromHours(1) }, token: killed.Token);
        Assert.Equal((RotationStatus.Failed, true, "RotationTimedOut"), (ended.Status, ended.Changed, ended.FindingId));
        Assert.Equal(["ASIA0002", "secret+2", "token/1"], All[1..].Select(store.ValueOf));

        store.Fails = _ => null;
        var repaired = await RunAsync();

        Assert.Equal((RotationStatus.Rotated, true), (repaired.Status, repaired.Changed));
        Assert.Equal(["ASIA0003", "secret+3", "token/3"], All[1..].Select(store.ValueOf));
        Assert.Equal(RotationStatus.Kept, (await RunAsync()).Status);
    }

    [Fact]
    public async Task Who_gives_up_once_there_is_a_session_still_gets_all_of_it_written()
    {
        using var giveUp = new CancellationTokenSource();
        store.Fails = call =>
        {
            if (call == $"create {Path}") giveUp.Cancel();
            return null;
        };

        var result = await RunAsync(token: giveUp.Token);

        Assert.Equal((RotationStatus.Rotated, true), (result.Status, result.Changed));
        Assert.Equal(["ASIA0001", "secret+1", "token/1"], All[1..].Select(store.ValueOf));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_has_a_second_to_end_in_once_the_caller_gave_up(bool endsInTime)
    {
        using var giveUp = new CancellationTokenSource();
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        store.Waits = async (call, token) =>
        {
            if (call != $"create {All[2]}") return;
            begun.SetResult();
            await end.Task.WaitAsync(token);
        };
        var running = RunAsync(token: giveUp.Token);
        await begun.Task.WaitAsync(Patience.Limit);

        await giveUp.CancelAsync();
        time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(running.IsCompleted);
        if (endsInTime) end.SetResult();
        else time.Advance(TimeSpan.FromMilliseconds(1));

        var result = await running.WaitAsync(Patience.Limit);
        Assert.Equal(
            endsInTime ? (RotationStatus.Rotated, true, "") : (RotationStatus.Failed, true, "RotationTimedOut"),
            (result.Status, result.Changed, result.FindingId));
        Assert.Equal(endsInTime, store.Items.ContainsKey(All[2]));
    }

    [Fact]
    public async Task Who_gives_up_before_there_is_a_session_gets_nothing_written()
    {
        using var giveUp = new CancellationTokenSource();
        store.Fails = _ =>
        {
            giveUp.Cancel();
            return new OperationCanceledException(giveUp.Token);
        };

        await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(token: giveUp.Token));
        Assert.Empty(store.Writes);
    }

    [Fact]
    public async Task A_call_that_ends_as_cancelled_although_nobody_gave_up_is_a_failure()
    {
        store.Fails = call => call == $"create {Path}" ? new TaskCanceledException("A time-out of somebody else's.") : null;

        Assert.Equal((RotationStatus.Failed, "Unforeseen"), ((await RunAsync()).Status, (await RunAsync()).FindingId));
    }

    [Fact]
    public async Task A_failure_after_the_first_write_says_that_something_changed()
    {
        store.Fails = call => call == $"create {All[2]}" ? FakeSecretStore.Fault("EncryptionFailure") : null;

        var result = await RunAsync();

        Assert.Equal((RotationStatus.Failed, true, "SecretKeyUnusable"), (result.Status, result.Changed, result.FindingId));
        Assert.NotNull(result.Expiration);
        Assert.StartsWith($"{All[2]}: EncryptionFailure: ", result.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "SecretNotOwned")]
    [InlineData("other-team", "SecretNotOwned")]
    public async Task What_is_not_this_teams_stops_the_account_before_anything_is_assumed(string? owner, string id)
    {
        store.Items[All[3]] = new FakeSecretStore.Item("value", "", owner);

        var result = await RunAsync();

        Assert.Equal((id, false), (result.FindingId, result.Changed));
        Assert.Empty(store.Writes);
        Assert.Equal(0, sessions);
        Assert.Equal(RotationStatus.Rotated, (await RunAsync(new RotationRequest { Teams = [], Force = true })).Status);
    }

    [Fact]
    public async Task Two_runs_at_the_same_time_settle_who_creates()
    {
        var raced = false;
        store.Fails = call =>
        {
            if (raced || call != $"create {Path}") return null;
            raced = true;
            store.Items[Path] = new FakeSecretStore.Item("of the other run", "", "t");
            return FakeSecretStore.Fault("ResourceExistsException");
        };

        Assert.Equal(RotationStatus.Rotated, (await RunAsync()).Status);
        Assert.StartsWith("{\"access-key\":\"ASIA0001\"", store.ValueOf(Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_somebody_elses_run_makes_in_between_is_left_alone()
    {
        store.Fails = call =>
        {
            if (call != $"create {Path}") return null;
            store.Items[Path] = new FakeSecretStore.Item("of somebody else", "", null);
            return FakeSecretStore.Fault("ResourceExistsException");
        };

        Assert.Equal("SecretNotOwned", (await RunAsync()).FindingId);
        Assert.Equal("of somebody else", store.ValueOf(Path));
    }

    [Fact]
    public async Task What_nobody_foresaw_is_the_accounts_result_too()
    {
        store.Fails = _ => new InvalidOperationException("odd");

        Assert.Equal(("Unforeseen", "InvalidOperationException: odd"), ((await RunAsync()).FindingId, (await RunAsync()).Evidence));
    }

    [Theory]
    [InlineData("", 0, "SecretStoreUnreachable")]
    [InlineData("AccessDeniedException", 400, "SecretStoreDenied")]
    [InlineData("InternalServiceError", 500, "SecretStoreUnavailable")]
    [InlineData("LimitExceededException", 400, "SecretLimitReached")]
    [InlineData("InvalidKeyId", 400, "SecretKeyUnusable")]
    [InlineData("ExpiredTokenException", 400, "CredentialsExpired")]
    [InlineData("UnrecognizedClientException", 400, "CredentialsRefused")]
    [InlineData("InvalidParameterException", 400, "SecretStoreRefused")]
    public async Task A_stores_errors_are_named(string code, int status, string id)
    {
        store.Fails = _ => FakeSecretStore.Fault(code, status);

        Assert.Equal(id, (await RunAsync()).FindingId);
    }

    private static PlannedAccount Account(string role = "deploy") => new(
        "t", "lab", RoleArn.Parse($"arn:aws:iam::222222222222:role/{role}"), new SessionDuration(3600), Path, SecretParts.Names(Path, SecretLayout.Both));

    private Task<RotationResult> RunAsync(RotationRequest? request = null, PlannedAccount? account = null, CancellationToken token = default)
    {
        var retry = new RotationRetry(new RotationThrottle(1), time, () => 0);
        var rotation = new AccountRotation(store, IssueAsync, request ?? new RotationRequest { Teams = [] }, retry, time);
        return rotation.RunAsync(account ?? Account(), token);
    }

    private Task<SessionCredentials> IssueAsync(PlannedAccount account, SessionDuration duration, CancellationToken cancellationToken)
    {
        sessions++;
        return Task.FromResult(Sample.Session() with
        {
            RoleArn = account.Role.ToString(),
            AccessKeyId = $"ASIA000{sessions}",
            SecretAccessKey = new Secret($"secret+{sessions}"),
            SessionToken = new Secret($"token/{sessions}"),
            Expiration = time.GetUtcNow().AddSeconds(duration.Seconds).UtcDateTime,
        });
    }
}
