namespace AssumeRole.Sessions;

/// <summary>
/// What belongs to the process and not to a caller: its environment and the sessions kept in memory.
/// The one place with static state; everything else is given what it works on.
/// </summary>
public static class ProcessState
{
    /// <summary>The process's environment variables and the sessions in them.</summary>
    public static SessionEnvironment Environment { get; } = new(new ProcessEnvironmentVariables(), TimeProvider.System);

    /// <summary>The sessions that all cmdlets share.</summary>
    internal static CredentialCache Cache { get; } = new(TimeProvider.System);
}
