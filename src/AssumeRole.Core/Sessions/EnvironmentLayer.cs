using AssumeRole.Credentials;

namespace AssumeRole.Sessions;

/// <summary>The variables that one cmdlet set, and the values that they covered.</summary>
internal sealed class EnvironmentLayer
{
    private readonly Func<SessionCredentials>? credentials;

    private EnvironmentLayer(
        IReadOnlyDictionary<string, string?> placed, Func<SessionCredentials>? credentials, string? region, IEnvironmentOwner? owner)
    {
        Placed = placed;
        this.credentials = credentials;
        Region = region;
        Owner = owner;
    }

    /// <summary>The values that the layer set; null is unset.</summary>
    public IReadOnlyDictionary<string, string?> Placed { get; }

    /// <summary>The values below it; null was unset.</summary>
    public Dictionary<string, string?> Covered { get; } = new(StringComparer.Ordinal);

    /// <summary>The session as it is now, or null for a layer that is the sandbox's.</summary>
    public SessionCredentials? Credentials => credentials?.Invoke();

    public string? Region { get; }

    /// <summary>Null for the sandbox's layer.</summary>
    public IEnvironmentOwner? Owner { get; set; }

    /// <summary>Whether it ends with a script block.</summary>
    public bool IsScoped { get; set; }

    /// <summary>Whether it holds a role, which must never be taken for the worker's own identity.</summary>
    public bool IsRole => credentials is not null;

    public static EnvironmentLayer ForRole(
        SessionCredentials credentials, string? region, IEnvironmentOwner owner, IEnvironmentVariables variables) =>
        new(SessionVariables.For(credentials, region, variables.Names), () => credentials, region, owner);

    /// <summary>A layer that leads to an endpoint, whose session is renewed meanwhile.</summary>
    public static EnvironmentLayer ForEndpoint(
        IReadOnlyDictionary<string, string?> values, Func<SessionCredentials> credentials, string? region, IEnvironmentOwner owner) =>
        new(values, credentials, region, owner);

    public static EnvironmentLayer ForVariables(IReadOnlyDictionary<string, string?> values) => new(values, null, null, null);

    /// <summary>Sets every variable, or none: what was set is put back if one cannot be.</summary>
    public void Apply(IEnvironmentVariables variables)
    {
        try
        {
            foreach (var (name, value) in Placed)
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
public interface IEnvironmentOwner
{
    /// <summary>Whether the owner can still clear what it set. The role of a dead owner may be taken over.</summary>
    bool IsAlive { get; }
}
