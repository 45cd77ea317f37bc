using AssumeRole.Findings;

namespace AssumeRole.Rotation;

/// <summary>Counts what became of a run's accounts, and says at its end whether any failed.</summary>
public sealed class RotationSummary
{
    private const int MostNamed = 5;
    private readonly List<(string Account, string FindingId)> failures = [];

    /// <summary>How many accounts there were.</summary>
    public int Total { get; private set; }

    /// <summary>How many failed.</summary>
    public int Failed => failures.Count;

    /// <summary>How many got a new session.</summary>
    public int Rotated { get; private set; }

    /// <summary>How many kept theirs.</summary>
    public int Kept { get; private set; }

    /// <summary>How many would get a new session.</summary>
    public int Planned { get; private set; }

    /// <summary>RotationIncomplete if any account failed, or null. Its target is the accounts.</summary>
    public Finding? Failure => failures.Count == 0
        ? null
        : FindingCatalogue.RotationIncomplete.For(
            Name(failure => failure.Account), $"{Failed} of {Total}: {Name(failure => $"{failure.Account} ({failure.FindingId})")}.");

    /// <summary>Counts a result.</summary>
    public void Add(RotationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Total++;
        switch (result.Status)
        {
            case RotationStatus.Failed: failures.Add(($"{result.Team}/{result.Account}", result.FindingId)); break;
            case RotationStatus.Rotated: Rotated++; break;
            case RotationStatus.Kept: Kept++; break;
            case RotationStatus.Planned: Planned++; break;
        }
    }

    /// <summary>The counts as one line.</summary>
    public override string ToString() =>
        $"{Total} {(Total == 1 ? "account" : "accounts")}: {(Planned > 0 ? $"{Planned} planned" : $"{Rotated} rotated")}, {Kept} kept, {Failed} failed.";

    private string Name(Func<(string Account, string FindingId), string> show) =>
        string.Join(", ", failures.Take(MostNamed).Select(show)) + (Failed > MostNamed ? ", …" : string.Empty);
}
