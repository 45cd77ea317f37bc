using AssumeRole.Sandbox;
using AssumeRole.Sessions;

namespace AssumeRole;

/// <summary>
/// What belongs to the process and not to a caller: its environment, the sessions kept in memory, the servers that run in it.
/// The one place with static state; everything else is given what it works on.
/// </summary>
public static class ProcessState
{
    /// <summary>The process's environment variables and the sessions in them.</summary>
    public static SessionEnvironment Environment { get; } = new(new ProcessEnvironmentVariables(), TimeProvider.System);

    /// <summary>The sessions that all cmdlets share.</summary>
    internal static CredentialCache Cache { get; } = new(TimeProvider.System);

    /// <summary>The sandbox that runs in this process, if any.</summary>
    internal static SandboxSlot Sandbox { get; } = new(Environment);
}
