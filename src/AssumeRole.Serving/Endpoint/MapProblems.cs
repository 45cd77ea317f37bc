using AssumeRole.Findings;

namespace AssumeRole.Endpoint;

/// <summary>What is wrong with a map, each with its JSON path.</summary>
internal sealed class MapProblems
{
    private readonly List<string> wrong = [];
    private readonly List<string> passing = [];

    public void Add(string path, string problem) => wrong.Add($"{path}: {problem}");

    /// <summary>Notes something that works once only.</summary>
    public void AddPassing(string path, string problem) => passing.Add($"{path}: {problem}");

    /// <exception cref="AssumeRoleException">MapInvalid or RenewalImpossible.</exception>
    public void ThrowIfAny(string source, int most)
    {
        if (wrong.Count > 0) throw FindingCatalogue.MapInvalid.Error(source, Join(wrong, most));
        if (passing.Count > 0)
            throw FindingCatalogue.RenewalImpossible.Error(
                source,
                Join(passing, most),
                remedy: "Take it out of the map, and start from an identity that lasts: source, profileName or webIdentityTokenFile.");
    }

    private static string Join(List<string> problems, int most) =>
        string.Join("; ", problems.Take(most)) + (problems.Count > most ? $"; and {problems.Count - most} more." : ".");
}
