using System.Collections;

namespace AssumeRole.Soak.Subject;

/// <summary>The whole environment of this process at one moment.</summary>
internal sealed class EnvironmentPicture
{
    private readonly Dictionary<string, string> variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);

    /// <summary>The names of what differs in a later picture, never a value.</summary>
    public IReadOnlyList<string> ChangedIn(EnvironmentPicture later) =>
    [
        .. later.variables.Keys.Where(name => !variables.ContainsKey(name)).Select(name => "+" + name),
        .. variables.Keys.Where(name => !later.variables.ContainsKey(name)).Select(name => "-" + name),
        .. variables.Where(pair => later.variables.TryGetValue(pair.Key, out var value) && value != pair.Value).Select(pair => "~" + pair.Key),
    ];
}
