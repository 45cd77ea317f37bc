using AssumeRole.Soak.Leaks;

namespace AssumeRole.Soak.Judging;

/// <summary>What was found in a run. Many operations may fail for one reason: after some failures the run ends.</summary>
internal sealed class Verdict(SoakOptions options, CancellationTokenSource enough)
{
    private readonly Lock gate = new();
    private readonly List<Failure> failures = [];

    public IReadOnlyList<Failure> Failures
    {
        get
        {
            lock (gate) return [.. failures];
        }
    }

    /// <summary>Adds a failure.</summary>
    public void Add(Failure failure)
    {
        lock (gate)
        {
            failures.Add(failure);
            if (failures.Count >= options.MostFailures) enough.Cancel();
        }

        options.Say(failure.Describe(options.Seed));
    }

    /// <summary>Adds leaks that were found at a place.</summary>
    public void Add(Failure without, string place, IEnumerable<Leak> leaks)
    {
        foreach (var leak in leaks)
            Add(without with { Place = place, What = $"{leak.Secret} stands there, {leak.Form}, at byte {leak.Offset}" });
    }
}
