using AssumeRole.Findings;

namespace AssumeRole.Rotation;

/// <summary>What became of one account.</summary>
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

    /// <summary>What became of it.</summary>
    public required RotationStatus Status { get; init; }

    /// <summary>When the session that is there now ends, in UTC; null if that is not known.</summary>
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

    /// <summary>A failure on one line: whose it is, the finding, what was seen, what to do next.</summary>
    public string Explain() => PlainText.OnOneLine(
        string.Join(' ', new[] { $"{Team}/{Account}: {FindingId}:", Cause, Evidence, Remedy }.Where(part => part.Length > 0)));

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
