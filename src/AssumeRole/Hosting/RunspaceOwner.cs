using System.Management.Automation.Runspaces;
using AssumeRole.Sessions;

namespace AssumeRole.Hosting;

/// <summary>A runspace as the owner of the role in the process's environment.</summary>
internal sealed class RunspaceOwner : IEnvironmentOwner, IEquatable<RunspaceOwner>
{
    private readonly Guid id;
    private readonly WeakReference<Runspace> runspace;

    private RunspaceOwner(Runspace runspace)
    {
        id = runspace.InstanceId;
        this.runspace = new WeakReference<Runspace>(runspace);
    }

    /// <summary>The runspace that this thread works for.</summary>
    public static RunspaceOwner Current => new(Runspace.DefaultRunspace);

    /// <inheritdoc/>
    public bool IsAlive => runspace.TryGetTarget(out var target)
        && target.RunspaceStateInfo.State is not (RunspaceState.Closed or RunspaceState.Closing or RunspaceState.Broken);

    /// <inheritdoc/>
    public bool Equals(RunspaceOwner? other) => other is not null && other.id == id;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RunspaceOwner);

    /// <inheritdoc/>
    public override int GetHashCode() => id.GetHashCode();
}
