namespace AssumeRole.Soak.Judging;

/// <summary>
/// Whether something grows: the median of the last quarter of a run against that of the quarter before it. The first half is for
/// what .NET and PowerShell make once; single values may be anything.
/// </summary>
internal static class Growth
{
    /// <summary>With fewer samples than this nothing is said.</summary>
    public const int FewestSamples = 8;

    /// <summary>Says what grew more than it may, or null.</summary>
    /// <param name="values">The values in order.</param>
    /// <param name="most">How much growth is still noise.</param>
    /// <param name="percent">How many percent of the value before are noise too.</param>
    public static (double Before, double After)? Of(IReadOnlyList<double> values, double most, double percent = 0)
    {
        if (values.Count < FewestSamples) return null;
        var quarter = values.Count / 4;
        var before = Median(values.Skip(values.Count - (2 * quarter)).Take(quarter));
        var after = Median(values.Skip(values.Count - quarter));
        return after - before > Math.Max(most, before * percent / 100) ? (before, after) : null;
    }

    /// <summary>The middle value.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
