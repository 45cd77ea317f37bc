using System.Globalization;
using AssumeRole.Soak.Judging;

namespace AssumeRole.Soak;

/// <summary>What became of a run.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Failures">Everything that must not be.</param>
/// <param name="Counts">What was done.</param>
/// <param name="Samples">What pwsh held over time.</param>
/// <param name="Secrets">How many secrets were looked for.</param>
internal sealed record SoakResult(int Seed, IReadOnlyList<Failure> Failures, Counts Counts, IReadOnlyList<Sample> Samples, int Secrets)
{
    private const double Megabyte = 1024 * 1024;
    private const int Shown = 9;

    /// <summary>The run in lines.</summary>
    public IEnumerable<string> Describe()
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{Counts.Total} operations, {Counts.Faults} of them with a fault; {Secrets} secrets looked for.");
        foreach (var (name, count) in InOrder(Counts.Operations)) yield return $"  {count,6} {name}";
        yield return "Ends: " + string.Join(", ", InOrder(Counts.Ends).Select(pair => $"{pair.Value} {pair.Key}"));
        for (var at = 0; at < Shown && Samples.Count > 1; at++) yield return Describe(Samples[at * (Samples.Count - 1) / (Shown - 1)]);
        foreach (var failure in Failures) yield return failure.Describe(Seed);
        yield return Failures.Count == 0
            ? "Passed."
            : $"{Failures.Count} failures. Again: --seed {Seed}, one operation: --operations N";
    }

    private static IOrderedEnumerable<KeyValuePair<string, int>> InOrder(IReadOnlyDictionary<string, int> counts) =>
        counts.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private static string Describe(Sample sample) => string.Create(
        CultureInfo.InvariantCulture,
        $"pwsh after operation {sample.Operation}: {sample.Picture.Handles.Count} handles, {sample.Picture.Sockets} of them sockets, {sample.Picture.OwnThreads.Count()} threads "
        + $"beyond the pool, heap {sample.Heap / Megabyte:0.0} MB, working set {sample.Picture.ResidentBytes / Megabyte:0.0} MB");
}
