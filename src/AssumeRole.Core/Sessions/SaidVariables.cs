namespace AssumeRole.Sessions;

/// <summary>Variables with what a user said laid over them, so that an option and its variable are read by one reader.</summary>
/// <param name="below">The variables.</param>
/// <param name="said">What was said; null for nothing.</param>
public sealed class SaidVariables(IEnvironmentVariables below, IReadOnlyDictionary<string, string?> said) : IEnvironmentVariables
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => below.Names;

    /// <inheritdoc/>
    public string? Get(string name) => said.TryGetValue(name, out var value) && value is not null ? value : below.Get(name);

    /// <inheritdoc/>
    public void Set(string name, string? value) => below.Set(name, value);
}
