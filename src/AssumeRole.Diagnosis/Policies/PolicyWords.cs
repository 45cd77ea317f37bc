namespace AssumeRole.Policies;

/// <summary>The words of the policy language (IAM guide, "grammar of the IAM JSON policy language").</summary>
internal static class PolicyWords
{
    /// <summary>Elements of a document.</summary>
    public static IReadOnlyList<string> OfDocument { get; } = ["Version", "Id", "Statement"];

    /// <summary>Elements of a statement.</summary>
    public static IReadOnlyList<string> OfStatement { get; } =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    /// <summary>Types of principals.</summary>
    public static IReadOnlyList<string> OfPrincipal { get; } = ["AWS", "Service", "Federated", "CanonicalUser"];

    /// <summary>Values of Effect.</summary>
    public static IReadOnlyList<string> OfEffect { get; } = ["Allow", "Deny"];

    /// <summary>Condition operators, with every prefix and suffix that they may have.</summary>
    public static IReadOnlyList<string> OfCondition { get; } =
    [
        .. ConditionOperator.Names,
        .. ConditionOperator.Names.Where(name => name != "Null").Select(name => $"{name}IfExists"),
        .. ConditionOperator.Names.SelectMany(name => new[] { $"ForAllValues:{name}", $"ForAnyValue:{name}" }),
    ];
}

/// <summary>Finds the word that somebody probably meant.</summary>
internal static class NearestWord
{
    // Nobody misspells a word this long, and the comparison takes the product of both lengths.
    private const int Longest = 64;

    /// <summary>The known word that differs least, case aside, or null if none is near.</summary>
    /// <param name="word">The word.</param>
    /// <param name="known">The words that it may be.</param>
    /// <param name="most">How many letters may differ at most, in a word that is long enough for as many.</param>
    public static string? Find(string word, IEnumerable<string> known, int most = 3)
    {
        if (word.Length is 0 or > Longest) return null;
        var limit = Math.Clamp(word.Length / 3, 1, most);
        var (nearest, distance) = known
            .Select(candidate => (Word: candidate, Distance: Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Append((Word: "", Distance: int.MaxValue))
            .MinBy(pair => pair.Distance);
        return distance <= limit ? nearest : null;
    }

    /// <summary>How many letters must be added, taken away, changed or swapped with their neighbour.</summary>
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var row = 0; row <= left.Length; row++) rows[row, 0] = row;
        for (var column = 0; column <= right.Length; column++) rows[0, column] = column;
        for (var row = 1; row <= left.Length; row++)
        {
            for (var column = 1; column <= right.Length; column++)
            {
                var change = left[row - 1] == right[column - 1] ? 0 : 1;
                var best = Math.Min(rows[row - 1, column] + 1, rows[row, column - 1] + 1);
                best = Math.Min(best, rows[row - 1, column - 1] + change);
                var isSwapped = row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1];
                rows[row, column] = isSwapped ? Math.Min(best, rows[row - 2, column - 2] + 1) : best;
            }
        }

        return rows[left.Length, right.Length];
    }
}
