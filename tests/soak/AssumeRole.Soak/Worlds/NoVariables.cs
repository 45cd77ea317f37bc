using AssumeRole.Sessions;

namespace AssumeRole.Soak.Worlds;

/// <summary>An environment without a variable.</summary>
internal sealed class NoVariables : IEnvironmentVariables
{
    public IReadOnlyCollection<string> Names => [];

    public string? Get(string name) => null;

    public void Set(string name, string? value) => throw new NotSupportedException();
}
