namespace AssumeRole.Policies;

/// <summary>The words of the policy language (IAM guide, "grammar of the IAM JSON policy language").</summary>
internal static class PolicyWords
{
    public static IReadOnlyList<string> DocumentElements { get; } = ["Version", "Id", "Statement"];

    public static IReadOnlyList<string> StatementElements { get; } =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    public static IReadOnlyList<string> PrincipalTypes { get; } = ["AWS", "Service", "Federated", "CanonicalUser"];

    public static IReadOnlyList<string> Effects { get; } = ["Allow", "Deny"];

    public static IReadOnlyList<string> Operators { get; } =
    [
        .. ConditionOperator.Names,
        .. ConditionOperator.Names.Where(name => name != "Null").Select(name => $"{name}IfExists"),
        .. ConditionOperator.Names.SelectMany(name => new[] { $"ForAllValues:{name}", $"ForAnyValue:{name}" }),
    ];
}

internal static class NearestWord
{
    // Known words are shorter, and the comparison takes the product of both lengths.
    private const int Longest = 64;

    /// <summary>The nearest word, case aside: at most <paramref name="most"/> letters and a third of the word differ. Or null.</summary>
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

    /// <summary>The number of letters to add, remove, change or swap with a neighbour (Damerau-Levenshtein).</summary>
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
