using System.Collections.Concurrent;
using System.Text.Json;
using AssumeRole.Credentials;
using AssumeRole.Rotation;
using AssumeRole.Sandbox.Worlds;
using AssumeRole.Sts;
using AssumeRole.Testing;

namespace AssumeRole.Aws.Tests.Rotation;

/// <summary>tests/bench/rotation.sh does the same with processes that are killed, and a hundred thousand polls.</summary>
public sealed class TornReadTests
{
    private const string Path = "/concourse/example-team/divx-lab";
    private const string Team =
        """{"name": "example-team", "accounts": [{"name": "divx-lab", "roleArn": "arn:aws:iam::123456789999:role/machine-user-example"}]}""";

    [Fact]
    public async Task A_reader_of_the_JSON_secret_sees_whole_sessions_while_rotations_run_and_are_cancelled()
    {
        await using var bench = await RotationBench.StartAsync();
        // A rotation waits for several of these, so that it cannot be over before it is cancelled, on any machine.
        bench.Sandbox.SetFaults(new WorldFaults { Store = new WorldAnswers { DelayMilliseconds = 5 } });
        var request = RotationBench.Request(Team) with { MinimumRemaining = TimeSpan.FromHours(1) };
        await bench.RotateAsync(request);
        using var ending = new CancellationTokenSource();
        var reads = 0;
        var sessions = new ConcurrentDictionary<string, AwsKeys>(StringComparer.Ordinal);
        var reading = Task.Run(() => ReadAsync(bench, sessions, () => Interlocked.Increment(ref reads), ending.Token), CancellationToken.None);

        var cancelled = 0;
        for (var run = 0; run < 60; run++)
        {
            // A write that has been sent may arrive although its sender is gone.
            using var killed = new CancellationTokenSource(run % 3 == 0 ? Patience.Limit : TimeSpan.FromMilliseconds(run));
            try
            {
                await bench.RotateAsync(request, killed.Token);

                // A starved reader would see few of them: one read is begun and ended before the next rotation.
                var before = Volatile.Read(ref reads);
                await Patience.UntilAsync(() => Volatile.Read(ref reads) >= before + 2 || reading.IsCompleted);
            }
            catch (OperationCanceledException)
            {
                cancelled++;
            }
        }

        await ending.CancelAsync();
        await reading;
        Assert.True(cancelled > 0 && sessions.Count > 10 && reads > sessions.Count, $"{cancelled} cancelled, {sessions.Count} sessions, {reads} reads");
        foreach (var keys in sessions.Values)
            await new AwsServices().SecurityTokenService.GetCallerIdentityAsync(keys, new StsEndpoint("eu-west-1", bench.Sandbox.Endpoint), default);
        // What a cancelled run had sent may arrive as late as this, and later still on a busy machine; the run after that repairs it.
        var runs = 0;
        do Assert.Equal(RotationStatus.Rotated, Assert.Single(await bench.RotateAsync(request)).Status);
        while (++runs < 10 && !await AreAlikeAsync(bench));
        Assert.Equal(await PartsAsync(bench, Path), await PartsAsync(bench, null));
    }

    private static async Task ReadAsync(
        RotationBench bench, ConcurrentDictionary<string, AwsKeys> sessions, Action done, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var parts = await PartsAsync(bench, Path);
            Assert.DoesNotContain("", parts);
            var keys = new AwsKeys(parts[0], new Secret(parts[1]), new Secret(parts[2]));
            Assert.Equal(keys, sessions.GetOrAdd(parts[0], keys));
            done();
        }
    }

    private static async Task<bool> AreAlikeAsync(RotationBench bench)
    {
        var (one, three) = (await PartsAsync(bench, Path), await PartsAsync(bench, null));
        return one.SequenceEqual(three, StringComparer.Ordinal);
    }

    /// <summary>Key, secret and token from the JSON secret, or from the three.</summary>
    private static async Task<string[]> PartsAsync(RotationBench bench, string? path)
    {
        string[] names = ["access-key", "secret-key", "session-token"];
        if (path is null) return await Task.WhenAll(names.Select(async name => (await bench.Store.GetSecretAsync($"{Path}-{name}"))!));
        using var json = JsonDocument.Parse((await bench.Store.GetSecretAsync(path))!);
        return [.. names.Select(name => json.RootElement.GetProperty(name).GetString()!)];
    }
}
