using AssumeRole.Sessions;

namespace AssumeRole.Aws.Tests;

/// <summary>Environment variables of a test's own.</summary>
internal sealed class TestVariables : IEnvironmentVariables
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => values.Keys;

    public string? Get(string name) => values.GetValueOrDefault(name);

    public void Set(string name, string? value)
    {
        if (value is null) values.Remove(name);
        else values[name] = value;
    }
}
