using AssumeRole.Credentials;
using AssumeRole.Findings;

namespace AssumeRole.Rotation;

/// <summary>The outcome for an account.</summary>
public enum RotationStatus
{
    /// <summary>A new session was written.</summary>
    Rotated,

    /// <summary>The stored session lasts long enough.</summary>
    Kept,

    /// <summary>A new session would be written.</summary>
    Planned,

    /// <summary>The finding says why.</summary>
    Failed,
}

/// <summary>The result of one account.</summary>
public sealed record RotationResult
{
    /// <summary>The team.</summary>
    public required string Team { get; init; }

    /// <summary>The account's name in the team's configuration.</summary>
    public required string Account { get; init; }

    /// <summary>The role.</summary>
    public required string RoleArn { get; init; }

    /// <summary>The path of its secret.</summary>
    public required string Path { get; init; }

    /// <summary>Rotated, Kept, Planned or Failed.</summary>
    public required RotationStatus Status { get; init; }

    /// <summary>When the stored session ends, in UTC; null if that is not known.</summary>
    public DateTime? Expiration { get; init; }

    /// <summary>Whether any secret was written.</summary>
    public bool Changed { get; init; }

    /// <summary>The finding's id, or empty.</summary>
    public string FindingId { get; init; } = string.Empty;

    /// <summary>What is wrong, or empty.</summary>
    public string Cause { get; init; } = string.Empty;

    /// <summary>What was seen, or empty.</summary>
    public string Evidence { get; init; } = string.Empty;

    /// <summary>What to do next, or empty.</summary>
    public string Remedy { get; init; } = string.Empty;

    /// <summary>A failure on one line: account, finding, evidence, remedy.</summary>
    public string Explain() => PlainText.OnOneLine(
        string.Join(' ', new[] { $"{Team}/{Account}: {FindingId}:", Cause, Evidence, Remedy }.Where(part => part.Length > 0)));

    internal string ToJson() => JsonText.WriteLine(json =>
    {
        json.WriteString("team", Team);
        json.WriteString("account", Account);
        json.WriteString("roleArn", RoleArn);
        json.WriteString("path", Path);
        json.WriteString("status", Status.ToString());
        if (Expiration is { } expiration) json.WriteString("expiration", SessionCredentials.FormatExpiration(expiration));
        json.WriteBoolean("changed", Changed);
        foreach (var (name, value) in new[] { ("findingId", FindingId), ("cause", Cause), ("evidence", Evidence), ("remedy", Remedy) })
            if (value.Length > 0) json.WriteString(name, value);
    });

    internal static RotationResult Of(PlannedAccount account, RotationStatus status) => new()
    {
        Team = account.Team,
        Account = account.Account,
        RoleArn = account.Role.ToString(),
        Path = account.Path,
        Status = status,
    };

    internal static RotationResult Failed(PlannedAccount account, Finding finding) => Of(account, RotationStatus.Failed) with
    {
        FindingId = finding.Id,
        Cause = finding.Cause,
        Evidence = finding.Evidence,
        Remedy = finding.Remedy,
    };
}

internal sealed class RotationSummary
{
    private const int MostNamed = 5;
    private readonly List<(string Account, string FindingId)> failures = [];
    private int rotated;
    private int kept;
    private int planned;

    public int Total => rotated + kept + planned + failures.Count;

    /// <summary>RotationIncomplete if any account failed, or null. Its target is the accounts.</summary>
    public Finding? Failure => failures.Count == 0
        ? null
        : FindingCatalogue.RotationIncomplete.For(
            Name(failure => failure.Account), $"{failures.Count} of {Total}: {Name(failure => $"{failure.Account} ({failure.FindingId})")}.");

    public void Add(RotationResult result)
    {
        switch (result.Status)
        {
            case RotationStatus.Failed: failures.Add(($"{result.Team}/{result.Account}", result.FindingId)); break;
            case RotationStatus.Rotated: rotated++; break;
            case RotationStatus.Kept: kept++; break;
            case RotationStatus.Planned: planned++; break;
        }
    }

    public string ToJson() => JsonText.WriteLine(json =>
    {
        json.WriteNumber("total", Total);
        json.WriteNumber("rotated", rotated);
        json.WriteNumber("kept", kept);
        json.WriteNumber("failed", failures.Count);
    });

    public override string ToString()
    {
        var accounts = Total == 1 ? "account" : "accounts";
        var done = planned > 0 ? $"{planned} planned" : $"{rotated} rotated";
        return $"{Total} {accounts}: {done}, {kept} kept, {failures.Count} failed.";
    }

    private string Name(Func<(string Account, string FindingId), string> show) =>
        string.Join(", ", failures.Take(MostNamed).Select(show)) + (failures.Count > MostNamed ? ", …" : string.Empty);
}
