using System.Text.Json;
using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests.Rotation;

/// <summary>Teams' configurations, and where their sessions go.</summary>
internal static class Teams
{
    public const string ExampleRole = "arn:aws:iam::123456789999:role/machine-user-example";
    public const string Path = "/concourse/example-team/divx-lab";

    /// <summary>The background document's example, with the braces that it lost.</summary>
    public static string Example { get; } = Of("example-team", ("divx-lab", ExampleRole));

    /// <summary>The example, and a second account whose role trusts nobody.</summary>
    public static string HalfBroken { get; } = Of("example-team", ("divx-lab", ExampleRole), ("broken", Stage.Denied));

    /// <summary>The parts of a session in their order.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["access-key", "secret-key", "session-token"];

    public static string Of(string name, params (string Account, string Role)[] accounts) =>
        $$"""{"name": "{{name}}", "accounts": [{{string.Join(", ", accounts.Select(one => $$"""{"name": "{{one.Account}}", "roleArn": "{{one.Role}}"}"""))}}]}""";

    /// <summary>A member of each line of JSON.</summary>
    public static IEnumerable<string?> Members(this IEnumerable<string> lines, string name) =>
        lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line).TryGetProperty(name, out var member) ? member.ToString() : null);

    /// <summary>Key, secret and token of the JSON secret.</summary>
    public static string[] PartsOf(string json)
    {
        var session = JsonSerializer.Deserialize<JsonElement>(json);
        return [.. Parts.Select(part => session.GetProperty(part).GetString()!)];
    }
}
