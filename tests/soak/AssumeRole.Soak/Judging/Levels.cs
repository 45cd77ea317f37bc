using System.Globalization;
using System.Text.RegularExpressions;

namespace AssumeRole.Soak.Judging;

/// <summary>Judges whether handles, threads and memory are level, and says which operation is to blame for handles.</summary>
internal sealed partial class Levels(TimeSpan duration)
{
    private const double Megabyte = 1024 * 1024;
    private const int MostSockets = 12;
    private readonly List<Sample> samples = [];
    private readonly Dictionary<string, int> handlesByKind = new(StringComparer.Ordinal);

    public IReadOnlyList<Sample> Samples => samples;

    public void Add(Sample sample) => samples.Add(sample);

    /// <summary>Sockets in the end, when .NET has had the time to close connections that nobody uses.</summary>
    public int? SocketsInTheEnd { get; set; }

    /// <summary>Whether there are no more sockets than after the first operation, but for noise.</summary>
    public bool IsSettled(int sockets) => samples.Count == 0 || sockets <= samples[0].Picture.Sockets + MostSockets;

    /// <summary>Notes how many handles more there were after an operation than before it.</summary>
    public void AddHandles(string kind, int more) => handlesByKind[kind] = handlesByKind.GetValueOrDefault(kind) + more;

    /// <summary>What is not level.</summary>
    public IEnumerable<(string Place, string Operation, string What)> Judge()
    {
        // Pools of buffers and compiled code still fill up in the first minutes.
        var noise = duration < TimeSpan.FromMinutes(10) ? 3 : 1;
        foreach (var (name, value, most, percent) in new (string, Func<Sample, double>, double, double)[]
        {
            ("handles", sample => sample.Picture.Handles.Count - sample.Picture.Sockets, 12, 0),
            ("threads beyond the pool", sample => sample.Picture.OwnThreads.Count(), 4, 0),
            ("managed heap in MB", sample => sample.Heap / Megabyte, 8 * noise, 10),
            ("working set in MB", sample => sample.Picture.ResidentBytes / Megabyte, 32 * noise, 12),
        })
        {
            if (Growth.Of([.. samples.Select(value)], most, percent) is not var (before, after)) continue;
            var what = string.Create(CultureInfo.InvariantCulture, $"{before:0.#} in the third quarter of the run, {after:0.#} in the last");
            if (name == "handles") what += $"; most of them: {MostGrown()}";
            var operation = handlesByKind.Count > 0 && name == "handles" ? handlesByKind.MaxBy(pair => pair.Value).Key : "the whole run";
            yield return (name, operation, what);
        }

        if (SocketsInTheEnd is { } sockets && !IsSettled(sockets))
            yield return ("sockets", "the whole run", $"{samples[0].Picture.Sockets} after the first operation, {sockets} in the end");
    }

    /// <summary>The kinds of handles of which there are more now than in the middle of the run.</summary>
    private string MostGrown()
    {
        var middle = Kinds(samples[samples.Count / 2]);
        var grown = Kinds(samples[^1])
            .Select(kind => (kind.Key, More: kind.Value - middle.GetValueOrDefault(kind.Key)))
            .Where(kind => kind.More > 0)
            .OrderByDescending(kind => kind.More)
            .Take(3);
        return string.Join(", ", grown.Select(kind => $"{kind.Key} (+{kind.More})"));
    }

    private static Dictionary<string, int> Kinds(Sample sample) => sample.Picture.Handles
        .GroupBy(handle => Inode().Replace(handle, ""), StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    [GeneratedRegex(@":\[\d+\]")]
    private static partial Regex Inode();
}
