using System.Collections;

namespace AssumeRole.Sessions;

/// <summary>The variables of this process, which its children inherit.</summary>
public sealed class ProcessEnvironmentVariables : IEnvironmentVariables
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names =>
        [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key)];

    /// <inheritdoc/>
    public string? Get(string name) => Environment.GetEnvironmentVariable(name);

    /// <inheritdoc/>
    public void Set(string name, string? value) => Environment.SetEnvironmentVariable(name, value);
}
