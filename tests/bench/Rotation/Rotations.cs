using System.Diagnostics;

namespace RotationBench;

/// <summary>Runs of assumerole rotate against a sandbox, each a process as a schedule starts it.</summary>
internal static class Rotations
{
    public const string Role = "arn:aws:iam::123456789999:role/machine-user-example";

    public static string Team(string name, params IEnumerable<string> accounts) =>
        $$"""{"name": "{{name}}", "accounts": [{{string.Join(", ", accounts.Select(account => $$"""{"name": "{{account}}", "roleArn": "{{Role}}"}"""))}}]}""";

    /// <summary>Starts one.</summary>
    /// <param name="program">The executable.</param>
    /// <param name="sandbox">Where STS and the stores are.</param>
    /// <param name="team">The file of the team's configuration.</param>
    /// <param name="minimumRemaining">How many seconds a session must have left to be kept.</param>
    public static Process Start(string program, Uri sandbox, string team, int minimumRemaining)
    {
        var url = sandbox.GetLeftPart(UriPartial.Authority);
        var start = new ProcessStartInfo(program, ["rotate", "--team", team, "--minimum-remaining", $"{minimumRemaining}"]) { RedirectStandardOutput = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in new[]
        {
            ("AWS_CONFIG_FILE", "/dev/null"), ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"), ("AWS_REGION", "eu-west-1"),
            ("AWS_ENDPOINT_URL", url), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", url + "/"),
        })
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs one to its end; gives how many accounts failed, or how many are missing in its answer.</summary>
    public static async Task<int> RunAsync(string program, Uri sandbox, string team, int minimumRemaining, int accounts = 1)
    {
        using var process = Start(program, sandbox, team, minimumRemaining);
        var lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        return accounts - lines.Count(line => !line.Contains("\"status\":\"Failed\"", StringComparison.Ordinal));
    }
}
