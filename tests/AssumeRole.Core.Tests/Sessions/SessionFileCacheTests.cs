using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Sessions;

namespace AssumeRole.Core.Tests.Sessions;

public sealed class SessionFileCacheTests : IDisposable
{
    private readonly ManualTimeProvider time = new();
    private readonly TemporaryFolder temporary = new();
    private readonly List<Finding> warnings = [];
    private int issued;

    private string Folder => Path.Combine(temporary.Path, "sessions");

    public void Dispose() => temporary.Dispose();

    [Fact]
    public async Task A_session_is_taken_from_the_file_by_another_cache_over_the_same_folder()
    {
        var first = await GetAsync("identity");
        var second = await GetAsync("identity");

        Assert.Equal(first, second);
        Assert.Equal(1, issued);
        Assert.Empty(warnings);
    }

    [Fact]
    public async Task Another_identity_is_another_file()
    {
        await GetAsync("identity");
        await GetAsync("Identity");

        Assert.Equal(2, issued);
        Assert.Equal(2, SessionFiles().Length);
    }

    [Fact]
    public async Task A_session_with_less_than_the_minimum_left_is_asked_for_anew()
    {
        await GetAsync("identity");
        time.Advance(TimeSpan.FromMinutes(55));
        await GetAsync("identity");
        Assert.Equal(1, issued);

        time.Advance(TimeSpan.FromSeconds(1));
        await GetAsync("identity");
        Assert.Equal(2, issued);
    }

    // The three are skipped on Windows, which the analyzer does not see.
#pragma warning disable CA1416
    [Fact]
    public async Task Only_the_owner_may_read_file_and_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");
        await GetAsync("identity");

        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(Folder));
        foreach (var file in Directory.GetFiles(Folder)) Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_file_that_is_open_to_others_is_replaced_with_a_warning()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");
        await GetAsync("identity");
        File.SetUnixFileMode(SessionFiles()[0], (UnixFileMode)0b110_100_100);

        await GetAsync("identity");

        Assert.Equal(2, issued);
        Wording.Names(Warned("CachedSessionRejected"), "(644)");
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(SessionFiles()[0]));
    }

    [Fact]
    public async Task A_folder_that_is_open_to_others_is_not_used()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");
        Directory.CreateDirectory(Folder, (UnixFileMode)0b111_101_101);

        await GetAsync("identity");

        Assert.Empty(Directory.GetFiles(Folder));
        Wording.Names(Warned("CacheUnavailable"), "(755)");
    }

#pragma warning restore CA1416

    [Theory]
    [InlineData("")]
    [InlineData("{\"RoleArn\":\"arn:aws:iam::222222222222:role/deploy\",\"SecretAccessKey\":\"half-a-sec")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    public async Task A_corrupt_file_is_replaced_with_a_warning_that_holds_nothing_of_it(string content)
    {
        await GetAsync("identity");
        await File.WriteAllTextAsync(SessionFiles()[0], content);

        await GetAsync("identity");

        Assert.Equal(2, issued);
        Assert.DoesNotContain("half-a-sec", Warned("CachedSessionRejected"), StringComparison.Ordinal);
        await GetAsync("identity");
        Assert.Equal(2, issued);
    }

    [Fact]
    public async Task What_a_killed_writer_left_aside_is_never_read_and_goes_with_the_next_write()
    {
        await GetAsync("identity");
        var left = SessionFiles()[0] + ".0123456789abcdef.new";
        await File.WriteAllTextAsync(left, "half a session");
        time.Advance(TimeSpan.FromHours(1));

        await GetAsync("identity");

        Assert.False(File.Exists(left));
        Assert.Empty(warnings);
    }

    [Fact]
    public async Task Fifty_who_start_at_once_ask_once()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // The lock is polled in real time: the clock of the test stands still.
        var all = Enumerable.Range(0, 50).Select(_ => Task.Run(() => Create(TimeProvider.System).GetOrIssueAsync(
            "identity",
            false,
            async _ =>
            {
                await gate.Task;
                return Issue(DateTime.UtcNow.AddHours(1));
            },
            default))).ToArray();
        gate.SetResult();

        Assert.Single((await Task.WhenAll(all)).Distinct());
        Assert.Equal(1, issued);
    }

    [Fact]
    public async Task A_failure_is_not_kept_and_frees_the_lock()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Create(time).GetOrIssueAsync("identity", false, _ => throw new InvalidOperationException(), default));

        await GetAsync("identity");
        Assert.Equal(1, issued);
    }

    [Fact]
    public async Task The_folders_above_are_made_for_the_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");
        var home = Path.Combine(temporary.Path, "home");
        var cache = new SessionFileCache(Path.Combine(home, ".cache", "assumerole"), CredentialCache.MinimumLeft, warnings.Add, time);

        await cache.GetOrIssueAsync("identity", false, _ => Task.FromResult(Issue(time.GetUtcNow().UtcDateTime.AddHours(1))), default);

#pragma warning disable CA1416 // Skipped on Windows, which the analyzer does not see.
        foreach (var folder in new[] { home, Path.Combine(home, ".cache"), Path.Combine(home, ".cache", "assumerole") })
            Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(folder));
#pragma warning restore CA1416
    }

    [Fact]
    public async Task The_file_of_another_identity_is_not_taken()
    {
        var other = await GetAsync("other identity");
        var file = SessionFiles()[0];
        await GetAsync("identity");
        File.Move(file, SessionFiles().Single(path => path != file), overwrite: true);

        var session = await GetAsync("identity");

        Assert.NotEqual(other, session);
        Assert.Equal(3, issued);
        Warned("CachedSessionRejected");
    }

    [Theory]
    [InlineData("RoleArn", "arn:aws:iam::222222222222:role/other")]
    [InlineData("RoleSessionName", "another-name")]
    [InlineData("AccessKeyId", "ASIAOTHER")]
    [InlineData("SecretAccessKey", "another-secret")]
    [InlineData("SessionToken", "another-token")]
    [InlineData("Expiration", "2026-03-04T06:30:00Z")]
    [InlineData("AuthenticationCode", "")]
    public async Task A_file_with_another_value_is_not_taken(string name, string value)
    {
        var first = await GetAsync("identity");
        var file = SessionFiles()[0];
        var json = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        json[name] = value;
        await File.WriteAllTextAsync(file, json.ToJsonString());

        Assert.NotEqual(first, await GetAsync("identity"));
        Warned("CachedSessionRejected");
    }

    [Fact]
    public async Task A_session_that_seems_to_last_longer_than_any_can_is_asked_for_anew()
    {
        await GetAsync("identity");
        // The clock was wrong when the session was kept, or is now.
        var earlier = new ManualTimeProvider(time.GetUtcNow().AddHours(-37));

        await Create(earlier).GetOrIssueAsync("identity", false, _ => Task.FromResult(Issue(earlier.GetUtcNow().UtcDateTime.AddHours(1))), default);

        Assert.Equal(2, issued);
    }

    [Fact]
    public async Task A_link_to_a_session_is_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets few users make links.");
        await GetAsync("identity");
        var (file, elsewhere) = (SessionFiles()[0], Path.Combine(temporary.Path, "elsewhere"));
        File.Move(file, elsewhere);
        File.CreateSymbolicLink(file, elsewhere);

        await GetAsync("identity");

        Assert.Equal(2, issued);
        Warned("CachedSessionRejected");
        Assert.Null(new FileInfo(SessionFiles()[0]).LinkTarget);
    }

    [Fact]
    public async Task A_lock_that_is_held_for_ever_is_waited_for_a_while_and_costs_a_warning()
    {
        await GetAsync("other identity");
        var path = SessionFiles()[0];
        File.Delete(path);
        using var holder = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        var waiting = GetAsync("other identity");
        await Patience.AdvanceUntilAsync(time, waiting, TimeSpan.FromMilliseconds(100));

        Assert.Equal(2, issued);
        Warned("CacheUnavailable");
        // What was got without the lock serves the next process at once.
        Assert.Equal(await waiting, await GetAsync("other identity"));
    }

    [Fact]
    public async Task Waiting_for_a_lock_can_be_given_up()
    {
        await GetAsync("identity");
        File.Delete(SessionFiles().Single());
        using var holder = new FileStream(Directory.GetFiles(Folder).Single(), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        using var ending = new CancellationTokenSource();

        var waiting = Create(time).GetOrIssueAsync("identity", false, _ => throw new InvalidOperationException(), ending.Token);
        await ending.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_lock_that_cannot_be_made_costs_a_warning()
    {
        await GetAsync("identity");
        var path = SessionFiles().Single();
        File.Delete(path);
        File.Delete(path + ".lock");
        Directory.CreateDirectory(path + ".lock");

        await GetAsync("identity");

        Assert.Equal(2, issued);
        Warned("CacheUnavailable");
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_costs_a_warning_and_leaves_nothing_behind()
    {
        await GetAsync("identity");
        var path = SessionFiles().Single();
        File.Delete(path);
        Directory.CreateDirectory(path);

        await GetAsync("identity");

        Assert.Equal(2, issued);
        Assert.Equal("CacheUnavailable", warnings[^1].Id);
        Assert.Equal([path + ".lock"], Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_costs_a_warning()
    {
        await File.WriteAllTextAsync(Folder, "no folder");

        await GetAsync("identity");

        Assert.Equal(1, issued);
        Warned("CacheUnavailable");
    }

    [Fact]
    public async Task No_lock_is_held_while_a_user_is_asked()
    {
        await GetAsync("identity");
        time.Advance(TimeSpan.FromHours(1));
        var asked = new TaskCompletionSource<SessionCredentials>();

        var waiting = Create(time).GetOrIssueAsync("identity", true, _ => asked.Task, default);
        var other = await GetAsync("identity", asksUser: true);
        asked.SetResult(Issue(time.GetUtcNow().UtcDateTime.AddHours(1)));

        Assert.NotEqual(other, await waiting);
        Assert.Equal(await waiting, await GetAsync("identity", asksUser: true));
        Assert.Empty(warnings);
    }

    private string Warned(string id)
    {
        var warning = Assert.Single(warnings);
        Assert.Equal(id, warning.Id);
        return warning.Evidence;
    }

    private Task<SessionCredentials> GetAsync(string identity, bool asksUser = false) =>
        Create(time).GetOrIssueAsync(identity, asksUser, _ => Task.FromResult(Issue(time.GetUtcNow().UtcDateTime.AddHours(1))), default);

    private SessionFileCache Create(TimeProvider clock) => new(Folder, CredentialCache.MinimumLeft, warnings.Add, clock);

    private SessionCredentials Issue(DateTime expiration) => Sample.Session($"role-{Interlocked.Increment(ref issued)}", expiration);

    private string[] SessionFiles() => [.. Directory.GetFiles(Folder).Where(file => !Path.HasExtension(file))];
}
