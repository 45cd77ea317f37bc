using System.Text.Json;
using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Rotation;

/// <summary>A Concourse team and the accounts that it deploys to.</summary>
internal sealed record Team(string Name, IReadOnlyList<TeamAccount> Accounts);

/// <summary>A role that a team uses. Its name becomes part of the secret's path.</summary>
internal sealed record TeamAccount(string Name, RoleArn Role, SessionDuration Duration);

internal sealed record TeamConfiguration(
    IReadOnlyList<Team> Teams, IReadOnlyList<S3Location> Locations, IReadOnlyList<Finding> Problems);

/// <summary>
/// Reads a team configuration in the format of concourse-sts-lambda: a team, an array of teams, or {bucket, key} in the place of a team. It
/// goes on after a fault, so that one run names them all. An unknown member is a fault: a misspelt duration would silently become an hour.
/// </summary>
internal sealed class TeamConfigurationReader(string origin)
{
    private static readonly string[] TeamMembers = ["name", "accounts"];
    private static readonly string[] AccountMembers = ["name", "roleArn", "duration"];
    private static readonly string[] LocationMembers = ["bucket", "key"];

    private readonly List<Team> teams = [];
    private readonly List<S3Location> locations = [];
    private readonly List<Finding> problems = [];

    public static TeamConfiguration Read(string json, string origin)
    {
        var reader = new TeamConfigurationReader(origin);
        try
        {
            using var document = JsonDocument.Parse(json);
            reader.ReadRoot(document.RootElement);
        }
        catch (JsonException error)
        {
            reader.problems.Add(reader.ExplainSyntax(json, error));
        }

        return new TeamConfiguration(reader.teams, reader.locations, reader.problems);
    }

    private Finding ExplainSyntax(string json, JsonException error)
    {
        // The example in the README of concourse-sts-lambda has lost its braces, and is copied as it stands.
        if (json.TrimStart().StartsWith('"'))
        {
            return FindingCatalogue.TeamConfigurationInvalid.For(
                origin,
                $"{origin} begins with a member's name: the braces around the team are missing.",
                remedy: "Write { before it and }]} at its end.");
        }

        return FindingCatalogue.TeamConfigurationInvalid.For(
            origin, $"{origin} is not JSON: line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}.");
    }

    private void ReadRoot(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Array)
        {
            ReadTeam(root, "$");
            return;
        }

        var index = 0;
        foreach (var element in root.EnumerateArray()) ReadTeam(element, $"$[{index++}]");
        if (index == 0) Report("$", "there is no team in it");
    }

    private void ReadTeam(JsonElement json, string path)
    {
        if (!IsObject(json, path)) return;
        if (json.TryGetProperty("bucket", out _))
        {
            ReadLocation(json, path);
            return;
        }

        if (json.TryGetProperty("detail-type", out _))
        {
            problems.Add(FindingCatalogue.TeamConfigurationInvalid.For(
                origin,
                $"{origin} is EventBridge's own event and names no team.",
                remedy: "Give the rule's target a constant input: the team's configuration, or {\"bucket\": \"…\", \"key\": \"…\"}."));
            return;
        }

        CheckMembers(json, path, TeamMembers);
        var name = ReadName(json, path);
        List<TeamAccount> accounts = [];
        if (!json.TryGetProperty("accounts", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            Report($"{path}.accounts", "an array is expected");
            return;
        }

        var index = 0;
        foreach (var element in list.EnumerateArray())
            if (ReadAccount(element, $"{path}.accounts[{index++}]") is { } account) accounts.Add(account);
        if (index == 0) Report($"{path}.accounts", "there is no account in it");
        if (name is not null) teams.Add(new Team(name, accounts));
    }

    private void ReadLocation(JsonElement json, string path)
    {
        CheckMembers(json, path, LocationMembers);
        var bucket = ReadText(json, path, "bucket");
        var key = ReadText(json, path, "key");
        if (bucket is not null && key is not null) locations.Add(new S3Location(bucket, key));
    }

    private TeamAccount? ReadAccount(JsonElement json, string path)
    {
        if (!IsObject(json, path)) return null;
        CheckMembers(json, path, AccountMembers);
        var name = ReadName(json, path);
        var role = ReadRole(json, path);
        var duration = ReadDuration(json, path);
        return name is null || role is null || duration is null ? null : new TeamAccount(name, role, duration.Value);
    }

    private string? ReadName(JsonElement json, string path)
    {
        if (ReadText(json, path, "name") is not { } name) return null;
        if (!name.Any(char.IsControl) && name.Trim() == name) return name;
        Report($"{path}.name", "a name without blanks around it and without control characters is expected");
        return null;
    }

    private RoleArn? ReadRole(JsonElement json, string path)
    {
        if (ReadText(json, path, "roleArn") is not { } text) return null;
        try
        {
            return RoleArn.Parse(text);
        }
        catch (AssumeRoleException error)
        {
            problems.Add(error.Finding with { Evidence = $"{error.Finding.Evidence} See {path}.roleArn of {origin}: '{text}'." });
            return null;
        }
    }

    private SessionDuration? ReadDuration(JsonElement json, string path)
    {
        // Absent and 0 mean an hour, as in concourse-sts-lambda.
        if (!json.TryGetProperty("duration", out var value)) return new SessionDuration(SessionDuration.Default);
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds))
        {
            if (seconds == 0) return new SessionDuration(SessionDuration.Default);
            if (seconds is >= SessionDuration.Minimum and <= SessionDuration.Maximum) return new SessionDuration((int)seconds);
        }

        problems.Add(FindingCatalogue.DurationInvalid.For(
            $"{path}.duration", $"{path}.duration of {origin} is {Shorten(value.GetRawText())}."));
        return null;
    }

    private string? ReadText(JsonElement json, string path, string name)
    {
        if (json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
            return text;
        Report($"{path}.{name}", "a text that is not empty is expected");
        return null;
    }

    private bool IsObject(JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.Object) return true;
        Report(path, "an object is expected");
        return false;
    }

    private void CheckMembers(JsonElement json, string path, string[] known)
    {
        foreach (var member in json.EnumerateObject())
            if (!known.Contains(member.Name, StringComparer.Ordinal))
                Report($"{path}.{Shorten(member.Name)}", $"is not known; {string.Join(", ", known)} are");
    }

    private void Report(string path, string problem) =>
        problems.Add(FindingCatalogue.TeamConfigurationInvalid.For(path, $"{path} of {origin}: {problem}."));

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
