using AssumeRole.Credentials;
using AssumeRole.Findings;

namespace AssumeRole.Sessions;

/// <summary>
/// Puts sessions into the environment and takes them out again without a trace. Layers lie on one another: a role in force,
/// a role around a script block, a sandbox. There is one environment a process, so there is one of these
/// (<see cref="ProcessState"/>); tests make their own over their own variables.
/// </summary>
public sealed class SessionEnvironment(IEnvironmentVariables variables, TimeProvider time)
{
    private readonly object gate = new();
    private readonly List<EnvironmentLayer> layers = [];

    /// <summary>
    /// The environment as it would be without the roles that this module put there: what every source of the worker's identity
    /// must read. A variable that was changed after this module set it shows as it is.
    /// </summary>
    internal IEnvironmentVariables BeforeRoles => new UncoveredVariables(this, variables);

    /// <summary>The session in force, or null. A sandbox over a role puts the role out of force until it stops.</summary>
    internal AssumedRole? Current
    {
        get
        {
            lock (gate) return InForce is { } layer ? Describe(layer) : null;
        }
    }

    internal SessionCredentials? CurrentCredentials
    {
        get
        {
            lock (gate) return InForce?.Credentials;
        }
    }

    /// <summary>Puts a session in force until <see cref="Clear"/>, in place of the one that the same owner put there before.</summary>
    internal void Use(SessionCredentials credentials, string? region, IEnvironmentOwner owner)
    {
        lock (gate)
        {
            CheckOwner(owner);
            var replaced = InForce is { IsScoped: false } top ? top : null;
            if (replaced is not null) Remove(replaced);
            try
            {
                Push(new EnvironmentLayer(SessionVariables.For(credentials, region, variables.Names), () => credentials, region, owner));
            }
            catch when (replaced is not null)
            {
                Push(replaced);
                throw;
            }
        }
    }

    /// <summary>Puts a session in force until the result is disposed, which also ends whatever was put over it meanwhile.</summary>
    internal IDisposable Enter(SessionCredentials credentials, string? region, IEnvironmentOwner owner) =>
        Enter(() => credentials, names => SessionVariables.For(credentials, region, names), region, owner);

    /// <summary>The same for a session that is renewed meanwhile.</summary>
    /// <param name="current">Gives the session as it is now.</param>
    /// <param name="values">Makes the variables that lead to it from the names that are set now: texts to set, null to unset.</param>
    internal IDisposable Enter(
        Func<SessionCredentials> current, Func<IEnumerable<string>, IReadOnlyDictionary<string, string?>> values, string? region, IEnvironmentOwner owner)
    {
        lock (gate)
        {
            CheckOwner(owner);
            var layer = new EnvironmentLayer(values(variables.Names), current, region, owner) { IsScoped = true };
            Push(layer);
            return new Placement(this, layer, andAbove: true);
        }
    }

    /// <summary>Sets plain variables until the result is disposed, in whatever order layers come and go.</summary>
    internal IDisposable Place(IReadOnlyDictionary<string, string?> values)
    {
        lock (gate)
        {
            var layer = new EnvironmentLayer(values);
            Push(layer);
            return new Placement(this, layer, andAbove: false);
        }
    }

    /// <summary>Takes the session that <see cref="Use"/> put in force out again; every variable is as it was before.</summary>
    internal AssumedRole? Clear(IEnvironmentOwner owner)
    {
        lock (gate)
        {
            CheckOwner(owner);
            if (layers.FindLast(layer => layer.IsRole) is not { IsScoped: false } layer) return null;
            Remove(layer);
            return Describe(layer);
        }
    }

    /// <summary>Throws EnvironmentInUse if another owner's role is in force.</summary>
    internal void CheckOwner(IEnvironmentOwner owner)
    {
        lock (gate)
        {
            var others = layers.Where(layer => layer.IsRole && !Equals(layer.Owner, owner)).ToArray();
            if (Array.Find(others, layer => layer.Owner!.IsAlive) is { } held)
            {
                throw FindingCatalogue.EnvironmentInUse.Error(
                    held.Credentials!.RoleArn, $"Another runspace has {held.Credentials} in force.");
            }

            // Their runspace is closed and cannot clear them any more: the one in force is the new owner's, those below it go.
            foreach (var layer in others.SkipLast(1)) Remove(layer);
            foreach (var layer in others.TakeLast(1)) (layer.Owner, layer.IsScoped) = (owner, false);
        }
    }

    private EnvironmentLayer? InForce => layers is [.., { IsRole: true } top] ? top : null;

    private AssumedRole Describe(EnvironmentLayer layer) => new(layer.Credentials!, layer.Region, layer.IsScoped, time);

    private void Push(EnvironmentLayer layer)
    {
        layer.Apply(variables);
        layers.Add(layer);
    }

    /// <summary>Takes one layer out. A layer above that covers the same variable inherits what this one covered.</summary>
    private void Remove(EnvironmentLayer layer)
    {
        var index = layers.IndexOf(layer);
        if (index < 0) return;
        foreach (var (name, value) in layer.Covered)
        {
            if (layers.FindIndex(index + 1, above => above.Covered.ContainsKey(name)) is >= 0 and var above)
                layers[above].Covered[name] = value;
            else
                variables.Set(name, value);
        }

        layers.RemoveAt(index);
    }

    private void RemoveWithRolesAbove(EnvironmentLayer layer)
    {
        var index = layers.IndexOf(layer);
        if (index < 0) return;
        foreach (var above in layers.Skip(index + 1).Where(above => above.IsRole).Reverse().ToArray()) Remove(above);
        Remove(layer);
    }

    private string? GetBeforeRoles(string name)
    {
        lock (gate)
        {
            var value = variables.Get(name);
            for (var index = layers.Count - 1; index >= 0; index--)
            {
                var layer = layers[index];
                if (!layer.Placed.TryGetValue(name, out var placed)) continue;
                // The sandbox's own values are the world that it rehearses; a value that is no longer ours was set by the user.
                if (!layer.IsRole || !string.Equals(value, placed, StringComparison.Ordinal)) return value;
                value = layer.Covered[name];
            }

            return value;
        }
    }

    private IReadOnlyCollection<string> GetNamesBeforeRoles()
    {
        lock (gate)
        {
            return
            [
                .. variables.Names.Concat(layers.SelectMany(layer => layer.Covered.Keys))
                    .Distinct(StringComparer.Ordinal)
                    .Where(name => GetBeforeRoles(name) is not null),
            ];
        }
    }

    private sealed class Placement(SessionEnvironment environment, EnvironmentLayer layer, bool andAbove) : IDisposable
    {
        public void Dispose()
        {
            lock (environment.gate)
            {
                if (andAbove) environment.RemoveWithRolesAbove(layer);
                else environment.Remove(layer);
            }
        }
    }

    private sealed class UncoveredVariables(SessionEnvironment environment, IEnvironmentVariables process) : IEnvironmentVariables
    {
        public IReadOnlyCollection<string> Names => environment.GetNamesBeforeRoles();

        public string? AccountHome => process.AccountHome;

        public string? Get(string name) => environment.GetBeforeRoles(name);

        public void Set(string name, string? value) => process.Set(name, value);
    }
}

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

/// <summary>What belongs to the process and not to a caller. The one place with static state.</summary>
public static class ProcessState
{
    /// <summary>The process's environment variables and the sessions in them.</summary>
    public static SessionEnvironment Environment { get; } = new(new ProcessEnvironmentVariables(), TimeProvider.System);

    internal static CredentialCache Cache { get; } = new(TimeProvider.System);
}
