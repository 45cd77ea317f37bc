namespace AssumeRole.Sessions;

/// <summary>What belongs to the process and not to a caller. The one place with static state.</summary>
public static class ProcessState
{
    /// <summary>The process's environment variables and the sessions in them.</summary>
    public static SessionEnvironment Environment { get; } = new(new ProcessEnvironmentVariables(), TimeProvider.System);

    internal static CredentialCache Cache { get; } = new(TimeProvider.System);
}
