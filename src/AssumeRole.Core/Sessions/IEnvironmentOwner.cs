namespace AssumeRole.Sessions;

/// <summary>
/// Who put a role into the process's environment: in PowerShell, a runspace. Two owners are the same if they are equal.
/// </summary>
public interface IEnvironmentOwner
{
    /// <summary>Whether the owner can still clear what it set. What a dead owner left may be taken over.</summary>
    bool IsAlive { get; }
}
