using AssumeRole.Cli.Tests.Running;
using AssumeRole.Testing;

namespace AssumeRole.Cli.Tests.Rotation;

/// <summary>
/// A reader polls the JSON secret while the executable is killed at random moments. tests/bench/rotation.sh does it a thousand times.
/// </summary>
public sealed class RotateKillTests
{
    private const int Rotations = 24;

    [Theory]
    [EachBuild("SecretsManager")]
    [EachBuild("File")]
    public async Task A_reader_sees_whole_sessions_and_the_next_run_repairs_the_three(Build build, string store)
    {
        await using var stage = await Stage.StartAsync(build);
        using var reader = new SecretReader(stage.Sandbox.Endpoint);
        string[] words = ["rotate", "--store", store, "--folder", stage.Folder, "--minimum-remaining", "43200", "--team", Teams.Example];
        async Task<string> ReadAsync(string name) =>
            store == "File" ? await File.ReadAllTextAsync(stage.Folder + name) : (await reader.GetSecretAsync(name))!;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        (await stage.RunAsync(words)).Exits(0);
        var usual = clock.Elapsed;
        using var ending = new CancellationTokenSource();
        var reads = 0;
        async Task<string> PollOnceAsync()
        {
            var read = await ReadAsync(Teams.Path);
            Interlocked.Increment(ref reads);
            return read;
        }

        var polling = Task.Run(() => PollAsync(stage, PollOnceAsync, ending.Token), CancellationToken.None);
        // Of two reads one has begun and ended meanwhile: it sees the session that is there, however busy the machine.
        Task UntilReadAsync(int from) => Patience.UntilAsync(() => Volatile.Read(ref reads) >= from + 2 || polling.IsCompleted, "a read");
        await UntilReadAsync(0);

        var killed = 0;
        for (var run = 0; run < Rotations; run++)
        {
            using var process = stage.Start(words);
            var end = process.EndAsync();
            // The first at once, so that one is killed for certain.
            if (run > 0 && await Task.WhenAny(end, Task.Delay(usual * 1.2 * Random.Shared.NextDouble())) == end) continue;
            process.Kill();
            await end;
            killed++;
        }

        (await stage.RunAsync(words)).Exits(0);
        await UntilReadAsync(Volatile.Read(ref reads));
        await ending.CancelAsync();
        var (polls, sessions) = await polling;
        Assert.True(killed > 0 && sessions > 1 && polls >= sessions, $"{killed} killed, {sessions} sessions, {polls} polls");
        var parts = await Task.WhenAll(Teams.Parts.Select(part => ReadAsync($"{Teams.Path}-{part}")));
        Assert.Equal(Teams.PartsOf(await ReadAsync(Teams.Path)), parts);
    }

    /// <summary>Reads until told to end; each session must be one that the sandbox issued, whole.</summary>
    private static async Task<(int Polls, int Sessions)> PollAsync(Stage stage, Func<Task<string>> read, CancellationToken cancellationToken)
    {
        var issued = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var polls = 0;
        for (; !cancellationToken.IsCancellationRequested; polls++)
        {
            var parts = Teams.PartsOf(await read());
            if (!issued.ContainsKey(parts[0]))
            {
                foreach (var one in stage.Sandbox.Sessions)
                    issued[one.AccessKeyId] = [one.AccessKeyId, one.SecretAccessKey.Reveal(), one.SessionToken.Reveal()];
            }

            Assert.Equal(issued[parts[0]], parts);
            seen.Add(parts[0]);
        }

        return (polls, seen.Count);
    }
}
