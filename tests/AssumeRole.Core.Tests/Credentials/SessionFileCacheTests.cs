using AssumeRole.Credentials;
using AssumeRole.Testing;

namespace AssumeRole.Core.Tests.Credentials;

public sealed class SessionFileCacheTests : IDisposable
{
    private readonly ManualTimeProvider time = new();
    private readonly TemporaryFolder temporary = new();
    private readonly List<string> warnings = [];
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
        Wording.Names(Assert.Single(warnings), "(644)");
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(SessionFiles()[0]));
    }

    [Fact]
    public async Task A_folder_that_is_open_to_others_is_not_used()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");
        Directory.CreateDirectory(Folder, (UnixFileMode)0b111_101_101);

        await GetAsync("identity");

        Assert.Empty(Directory.GetFiles(Folder));
        Wording.Names(Assert.Single(warnings), "(755)");
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
        Assert.DoesNotContain("half-a-sec", Assert.Single(warnings), StringComparison.Ordinal);
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
            () => Create(time).GetOrIssueAsync("identity", _ => throw new InvalidOperationException(), default));

        await GetAsync("identity");
        Assert.Equal(1, issued);
    }

    private Task<SessionCredentials> GetAsync(string identity) =>
        Create(time).GetOrIssueAsync(identity, _ => Task.FromResult(Issue(time.GetUtcNow().UtcDateTime.AddHours(1))), default);

    private SessionFileCache Create(TimeProvider clock) => new(Folder, CredentialCache.MinimumLeft, warnings.Add, clock);

    private SessionCredentials Issue(DateTime expiration) => Sample.Session($"role-{Interlocked.Increment(ref issued)}", expiration);

    private string[] SessionFiles() => [.. Directory.GetFiles(Folder).Where(file => !Path.HasExtension(file))];
}
