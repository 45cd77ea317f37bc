using AssumeRole.Findings;

namespace AssumeRole.Rotation;

/// <summary>Counts what became of a run's accounts, and says at its end whether any failed.</summary>
public sealed class RotationSummary
{
    private const int MostNamed = 5;
    private readonly List<string> failures = [];

    /// <summary>How many accounts there were.</summary>
    public int Total { get; private set; }

    /// <summary>How many failed.</summary>
    public int Failed => failures.Count;

    /// <summary>How many got a new session.</summary>
    public int Rotated { get; private set; }

    /// <summary>How many kept theirs.</summary>
    public int Kept { get; private set; }

    /// <summary>RotationIncomplete if any account failed, or null.</summary>
    public Finding? Failure => failures.Count == 0
        ? null
        : FindingCatalogue.RotationIncomplete.For(
            "rotation",
            $"{Failed} of {Total}: {string.Join(", ", failures.Take(MostNamed))}{(Failed > MostNamed ? ", …" : string.Empty)}.");

    /// <summary>Counts a result.</summary>
    public void Add(RotationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Total++;
        switch (result.Status)
        {
            case RotationStatus.Failed: failures.Add($"{result.Team}/{result.Account} ({result.FindingId})"); break;
            case RotationStatus.Rotated: Rotated++; break;
            case RotationStatus.Kept: Kept++; break;
        }
    }

    /// <summary>The counts as one line.</summary>
    public override string ToString() => $"{Total} accounts: {Rotated} rotated, {Kept} kept, {Failed} failed.";
}
