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
