using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using AssumeRole.Aws;
using AssumeRole.Credentials;
using AssumeRole.Sts;
using AssumeRole.Testing;

namespace RotationBench;

/// <summary>
/// Polls the JSON secret while assumerole rotate runs and is killed at random moments, each run a process. Every session seen must be whole: the
/// first time a key is seen STS is asked whether key, secret and token belong together; after that it must come with the same two.
/// </summary>
internal static class Torn
{
    private const string Path = "/concourse/example-team/divx-lab";

    // No session has twelve hours left: each run renews.
    private const int Always = 43200;

    public static async Task<int> MeasureAsync(string program, int rotations, int polls)
    {
        await using var sandbox = await SandboxProcess.StartAsync(program, "\"clockOffsetSeconds\": 0");
        var team = System.IO.Path.GetTempFileName();
        await File.WriteAllTextAsync(team, Rotations.Team("example-team", "divx-lab"));
        await Rotations.RunAsync(program, sandbox.Url, team, Always);

        var usual = await TimeAsync(program, sandbox.Url, team);
        var polling = Task.Run(() => PollAsync(sandbox.Url, polls));
        var (killed, clock) = (0, Stopwatch.StartNew());
        for (var run = 0; run < rotations; run++)
        {
            // Twice its usual time: about half of the runs end by themselves.
            if (await RotateAsync(program, sandbox.Url, team, usual * 2 * Random.Shared.NextDouble())) killed++;
        }

        var (seen, faults, sessions) = await polling;
        var mixed = await IsTripleMixedAsync(sandbox.Url);
        await Rotations.RunAsync(program, sandbox.Url, team, 0);
        var repaired = !await IsTripleMixedAsync(sandbox.Url);
        File.Delete(team);
        Console.WriteLine(
            $"{rotations} rotations, {killed} killed, {clock.Elapsed.TotalSeconds:F0} s; {seen} polls saw {sessions} sessions, {faults} of them mixed or empty; "
            + $"the three secrets {(mixed ? "were mixed" : "were whole")} at the end and {(repaired ? "whole" : "NOT whole")} after one more run");
        return faults == 0 && repaired && seen >= polls ? 0 : 1;
    }

    /// <summary>How long a run takes that nobody kills.</summary>
    private static async Task<TimeSpan> TimeAsync(string program, Uri url, string team)
    {
        const int runs = 5;
        var clock = Stopwatch.StartNew();
        for (var run = 0; run < runs; run++) await RotateAsync(program, url, team, TimeSpan.FromMinutes(1));
        return clock.Elapsed / runs;
    }

    /// <summary>Runs one rotation as a process; gives whether it was killed.</summary>
    private static async Task<bool> RotateAsync(string program, Uri url, string team, TimeSpan patience)
    {
        using var process = Rotations.Start(program, url, team, Always);
        using var over = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(over.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync();
            return true;
        }
    }

    private static async Task<(int Polls, int Faults, int Sessions)> PollAsync(Uri url, int polls)
    {
        using var reader = new SecretReader(url);
        var known = new ConcurrentDictionary<string, (string, string)>(StringComparer.Ordinal);
        var faults = 0;
        var poll = 0;
        for (; poll < polls; poll++)
        {
            var text = await reader.GetSecretAsync(Path);
            if (text is null || Parse(text) is not var (key, secret, token) || (known.TryGetValue(key, out var before) && before != (secret, token)))
            {
                faults++;
                continue;
            }

            if (known.TryAdd(key, (secret, token)) && !await IsOneSessionAsync(url, key, secret, token)) faults++;
        }

        return (poll, faults, known.Count);
    }

    private static (string Key, string Secret, string Token)? Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            string Member(string name) => json.RootElement.GetProperty(name).GetString()!;
            return (Member("access-key"), Member("secret-key"), Member("session-token"));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>STS checks the signature with the secret and looks the key up with the token: parts of two sessions are refused.</summary>
    private static async Task<bool> IsOneSessionAsync(Uri url, string key, string secret, string token)
    {
        try
        {
            await new AwsServices().SecurityTokenService.GetCallerIdentityAsync(
                new AwsKeys(key, new AssumeRole.Secret(secret), new AssumeRole.Secret(token)), new StsEndpoint("eu-west-1", url), default);
            return true;
        }
        catch (StsException)
        {
            return false;
        }
    }

    private static async Task<bool> IsTripleMixedAsync(Uri url)
    {
        using var reader = new SecretReader(url);
        var parts = await Task.WhenAll(new[] { "access-key", "secret-key", "session-token" }.Select(part => reader.GetSecretAsync($"{Path}-{part}")));
        return !await IsOneSessionAsync(url, parts[0]!, parts[1]!, parts[2]!);
    }
}
