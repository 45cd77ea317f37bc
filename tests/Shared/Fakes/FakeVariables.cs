using AssumeRole.Sessions;

namespace AssumeRole.Testing;

/// <summary>Environment variables of a test's own.</summary>
internal sealed class FakeVariables : IEnvironmentVariables
{
    private readonly SortedDictionary<string, string> values = new(StringComparer.Ordinal);

    public FakeVariables(params (string Name, string Value)[] initial)
    {
        foreach (var (name, value) in initial) values[name] = value;
    }

    /// <summary>Says which changes fail, as the system refuses some.</summary>
    public Func<string, string?, bool> Refuses { get; set; } = (_, _) => false;

    public IReadOnlyCollection<string> Names => [.. values.Keys];

    public string? Get(string name) => values.GetValueOrDefault(name);

    public void Set(string name, string? value)
    {
        if (Refuses(name, value)) throw new IOException($"{name} cannot be set.");
        if (value is null) values.Remove(name);
        else values[name] = value;
    }

    /// <summary>Everything that is set, to compare before with after.</summary>
    public IReadOnlyDictionary<string, string> Snapshot() => new Dictionary<string, string>(values, StringComparer.Ordinal);
}
