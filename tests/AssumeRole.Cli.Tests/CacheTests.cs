using System.Text.Json;
using AssumeRole.Cli.Tests.Running;
using AssumeRole.Testing;

namespace AssumeRole.Cli.Tests;

/// <summary>--cache: a file system, another process or a person can cost the cache, and never the session.</summary>
public sealed class CacheTests
{
    private const int Many = 50;

    // The cache's folder is a tmpfs that only the script and its children see. The folder in it is ours already, or is yet to be made.
    private const string ReadOnly = "mount -t tmpfs none $XDG_CACHE_HOME && mkdir -m 700 $XDG_CACHE_HOME/assumerole && mount -o remount,ro $XDG_CACHE_HOME";
    private const string ReadOnlyUnmade = "mount -t tmpfs -o ro none $XDG_CACHE_HOME";
    private const string Full =
        "mount -t tmpfs -o size=64k none $XDG_CACHE_HOME && mkdir -m 700 $XDG_CACHE_HOME/assumerole && cat /dev/zero >$XDG_CACHE_HOME/fill 2>$HOME/log; true";
    private const string Inodeless = "mount -t tmpfs -o nr_inodes=2 none $XDG_CACHE_HOME && mkdir -m 700 $XDG_CACHE_HOME/assumerole";
    private const string InodelessUnmade = "mount -t tmpfs -o nr_inodes=1 none $XDG_CACHE_HOME";
    private const string LeftLock =
        "mount -t tmpfs none $XDG_CACHE_HOME && assumerole env --cache >$HOME/first && rm $(ls $XDG_CACHE_HOME/assumerole/* | grep -v lock) && mount -o remount,ro $XDG_CACHE_HOME";

    [Theory]
    [EachBuild(ReadOnly, Needs = Needs.Mounts)]
    [EachBuild(ReadOnlyUnmade, Needs = Needs.Mounts)]
    [EachBuild(Full, Needs = Needs.Mounts)]
    [EachBuild(Inodeless, Needs = Needs.Mounts)]
    [EachBuild(InodelessUnmade, Needs = Needs.Mounts)]
    [EachBuild(LeftLock, Needs = Needs.Mounts)]
    public async Task A_file_system_that_takes_no_file_costs_a_warning_and_not_the_session(Build build, string prepare)
    {
        await using var stage = await Stage.StartAsync(build);
        AddCacheFolder(stage);

        var run = (await stage.RunProgramAsync(
            "unshare", "-rm", "sh", "-c", $"{prepare} && assumerole env --cache; code=$?; find $XDG_CACHE_HOME -name '*.new' >&2; exit $code")).Exits(0);

        Assert.Contains("AWS_SESSION_TOKEN", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("assumerole: CacheUnavailable: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [EachBuild(Needs = Needs.Mounts)]
    public async Task A_session_that_is_kept_is_read_from_a_read_only_file_system(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        AddCacheFolder(stage);

        var run = (await stage.RunProgramAsync(
            "unshare",
            "-rm",
            "sh",
            "-c",
            "mount -t tmpfs none $XDG_CACHE_HOME && assumerole env --cache && mount -o remount,ro $XDG_CACHE_HOME && assumerole env --cache")).Exits(0);

        Assert.Empty(run.ErrorLines);
        Assert.Equal(1, CallsOf(stage));
    }

    [Theory]
    [EachBuild]
    public async Task Fifty_processes_ask_STS_once(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var runs = await StartManyAsync(stage);

        Assert.All(runs, run => Assert.Empty(run.Exits(0).ErrorLines));
        Assert.Single(runs.Select(KeyOf).Distinct());
        Assert.Equal(1, CallsOf(stage));
    }

    [Theory]
    [EachBuild(Full, Needs = Needs.Mounts)]
    [EachBuild(Inodeless, Needs = Needs.Mounts)]
    public async Task Fifty_processes_each_get_a_session_where_none_can_be_kept(Build build, string prepare)
    {
        await using var stage = await Stage.StartAsync(build);
        AddCacheFolder(stage);
        const string Start = "i=0; while [ $i -lt 50 ]; do assumerole env --cache >$HOME/out.$i 2>$HOME/error.$i & i=$((i+1)); done; wait";

        (await stage.RunProgramAsync("unshare", "-rm", "sh", "-c", $"{prepare} && {Start}")).Exits(0);

        for (var i = 0; i < Many; i++)
        {
            Assert.Contains("AWS_SESSION_TOKEN", await File.ReadAllTextAsync(Path.Combine(stage.Folder, $"out.{i}")), StringComparison.Ordinal);
            Assert.StartsWith(
                "assumerole: CacheUnavailable: ",
                Assert.Single(await File.ReadAllLinesAsync(Path.Combine(stage.Folder, $"error.{i}"))),
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [EachBuild(Needs = Needs.Linux)]
    public async Task A_holder_that_is_stopped_is_waited_for_and_then_left_behind(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        // A first run makes the file, and its lock beside it.
        (await RunAsync(stage)).Exits(0);
        var file = Directory.GetFiles(CacheFolder(stage)).Single(path => !Path.HasExtension(path));
        File.Delete(file);
        // It holds the lock and goes no further than a process that was stopped.
        using var holder = stage.StartProgram("flock", "-x", file + ".lock", "sh", "-c", "echo held; kill -STOP $$");
        Assert.Equal("held", await holder.ReadLineAsync());

        var runs = await StartManyAsync(stage, 5);
        var next = await RunAsync(stage);
        holder.Kill();

        // The first one's session is kept all the same, for the others and for the next.
        Assert.Contains(runs, run => run.Exits(0).Error.StartsWith("assumerole: CacheUnavailable: ", StringComparison.Ordinal));
        Assert.Empty(next.Exits(0).ErrorLines);
        Assert.Contains(KeyOf(next), runs.Select(KeyOf));
    }

    [Theory]
    [EachBuild(Needs = Needs.Linux)]
    public async Task A_signal_ends_the_wait_for_a_lock(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        (await RunAsync(stage)).Exits(0);
        var file = Directory.GetFiles(CacheFolder(stage)).Single(path => !Path.HasExtension(path));
        File.Delete(file);
        using var holder = stage.StartProgram("flock", "-x", file + ".lock", "sh", "-c", "echo held; exec sleep 600");
        Assert.Equal("held", await holder.ReadLineAsync());
        var calls = stage.Sandbox.Calls.Count;

        using var waiting = stage.Start("env", "--cache");
        await Patience.UntilAsync(() => stage.Sandbox.Calls.Count > calls);
        await waiting.SignalAsync("TERM");

        (await waiting.EndAsync()).Exits(130);
        holder.Kill();
    }

    [Theory]
    [EachBuild]
    public async Task A_kept_file_that_was_edited_is_not_another_roles_session(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        (await RunAsync(stage)).Exits(0);
        (await stage.RunAsync("env", "--cache", "--role-arn", Stage.OtherRole)).Exits(0);
        var (one, other) = Directory.GetFiles(CacheFolder(stage)).Where(path => !Path.HasExtension(path)).ToArray() is [var first, var second]
            ? (first, second)
            : throw new InvalidOperationException("Two files were expected.");
        // Each becomes the other's, with the ARN that is expected there.
        var (oneText, otherText) = (await File.ReadAllTextAsync(one), await File.ReadAllTextAsync(other));
        await File.WriteAllTextAsync(one, otherText.Replace(RoleOf(otherText), RoleOf(oneText), StringComparison.Ordinal));
        await File.WriteAllTextAsync(other, oneText.Replace(RoleOf(oneText), RoleOf(otherText), StringComparison.Ordinal));
        var calls = CallsOf(stage);

        var run = await RunAsync(stage);

        Assert.StartsWith("assumerole: CachedSessionRejected: ", Assert.Single(run.Exits(0).ErrorLines), StringComparison.Ordinal);
        Assert.Equal(calls + 1, CallsOf(stage));
    }

    [Theory]
    [EachBuild(Needs = Needs.Unix)]
    public async Task A_relative_XDG_CACHE_HOME_is_ignored_and_folders_are_made_for_the_owner_alone(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Variables["XDG_CACHE_HOME"] = "relative";

        (await RunAsync(stage)).Exits(0);

        Assert.False(Directory.Exists(Path.Combine(stage.Folder, "relative")));
#pragma warning disable CA1416 // Skipped on Windows, which the analyzer does not see.
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(Path.Combine(stage.Folder, ".cache")));
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(CacheFolder(stage)));
        Assert.All(Directory.GetFiles(CacheFolder(stage)), file => Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(file)));
#pragma warning restore CA1416
    }

    private static Task<Run> RunAsync(Stage stage) => stage.RunAsync("env", "--cache");

    private static async Task<Run[]> StartManyAsync(Stage stage, int count = Many)
    {
        var processes = Enumerable.Range(0, count).Select(_ => stage.Start("env", "--cache")).ToArray();
        var runs = await Task.WhenAll(processes.Select(process => process.EndAsync()));
        foreach (var process in processes) process.Dispose();
        return runs;
    }

    private static void AddCacheFolder(Stage stage)
    {
        stage.Variables["XDG_CACHE_HOME"] = Path.Combine(stage.Folder, "cache");
        Directory.CreateDirectory(stage.Variables["XDG_CACHE_HOME"]);
    }

    private static string CacheFolder(Stage stage) => Path.Combine(stage.Folder, ".cache", "assumerole");

    private static int CallsOf(Stage stage) => stage.Sandbox.Calls.Count(call => call.Action == "AssumeRole");

    private static string KeyOf(Run run) => run.Lines.Single(line => line.Contains("AWS_ACCESS_KEY_ID", StringComparison.Ordinal));

    private static string RoleOf(string json) => JsonSerializer.Deserialize<JsonElement>(json).GetProperty("RoleArn").GetString()!;
}
