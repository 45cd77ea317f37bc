using AssumeRole.Credentials;

namespace AssumeRole.Sessions;

/// <summary>The variables that one cmdlet set, and the values that they covered.</summary>
/// <param name="placed">The values that the layer sets; null is unset.</param>
/// <param name="credentials">Gives the session as it is now; null for the sandbox's layer, which holds no role.</param>
/// <param name="owner">Null for the sandbox's layer.</param>
internal sealed class EnvironmentLayer(
    IReadOnlyDictionary<string, string?> placed, Func<SessionCredentials>? credentials = null, string? region = null, IEnvironmentOwner? owner = null)
{
    public IReadOnlyDictionary<string, string?> Placed => placed;

    /// <summary>The values below it; null was unset.</summary>
    public Dictionary<string, string?> Covered { get; } = new(StringComparer.Ordinal);

    public SessionCredentials? Credentials => credentials?.Invoke();

    public string? Region => region;

    public IEnvironmentOwner? Owner { get; set; } = owner;

    /// <summary>Whether it ends with a script block.</summary>
    public bool IsScoped { get; set; }

    /// <summary>Whether it holds a role, which must never be taken for the worker's own identity.</summary>
    public bool IsRole => credentials is not null;

    /// <summary>Sets every variable, or none: what was set is put back if one cannot be.</summary>
    public void Apply(IEnvironmentVariables variables)
    {
        try
        {
            foreach (var (name, value) in placed)
            {
                Covered[name] = variables.Get(name);
                variables.Set(name, value);
            }
        }
        catch
        {
            PutBack(variables);
            throw;
        }
    }

    public void PutBack(IEnvironmentVariables variables)
    {
        foreach (var (name, value) in Covered) variables.Set(name, value);
    }
}

/// <summary>The owner of a role in the process's environment: in PowerShell, a runspace. Two owners are the same if they are equal.</summary>
internal interface IEnvironmentOwner
{
    /// <summary>Whether the owner can still clear what it set. The role of a dead owner may be taken over.</summary>
    bool IsAlive { get; }
}
