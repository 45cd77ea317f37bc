using System.Collections.Concurrent;

namespace AssumeRole.Soak;

/// <summary>What was done in a run.</summary>
internal sealed class Counts
{
    private readonly ConcurrentDictionary<string, int> operations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> ends = new(StringComparer.Ordinal);
    private int total;
    private int faults;

    public int Total => total;

    /// <summary>Operations during which something was to go wrong.</summary>
    public int Faults => faults;

    /// <summary>How often each operation was run.</summary>
    public IReadOnlyDictionary<string, int> Operations => operations;

    /// <summary>How often scripts and programs ended in which way.</summary>
    public IReadOnlyDictionary<string, int> Ends => ends;

    public void Add(string lane, string operation, string changes)
    {
        Interlocked.Increment(ref total);
        if (!changes.EndsWith("no fault", StringComparison.Ordinal)) Interlocked.Increment(ref faults);
        operations.AddOrUpdate($"{lane}: {operation}", 1, static (_, count) => count + 1);
    }

    public void AddEnd(string end) => ends.AddOrUpdate(end, 1, static (_, count) => count + 1);
}
