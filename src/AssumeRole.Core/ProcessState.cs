using AssumeRole.Credentials;
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

    // Most processes have neither, and ask at their end whether there is one to stop.
    private static readonly Lazy<Rehearsal.SandboxSlot> OneSandbox = new(() => new Rehearsal.SandboxSlot(Environment));
    private static readonly Lazy<Endpoint.RoleServers> AllServers = new(() => new Endpoint.RoleServers());

    /// <summary>The sessions that all cmdlets share.</summary>
    public static CredentialCache Cache { get; } = new(TimeProvider.System);

    /// <summary>The sandbox that runs in this process, if any.</summary>
    public static Rehearsal.SandboxSlot Sandbox => OneSandbox.Value;

    /// <summary>The credential servers that run in this process.</summary>
    public static Endpoint.RoleServers Servers => AllServers.Value;

    /// <summary>Stops what runs in this process. The environment stays as it is.</summary>
    public static Task StopAsync() =>
        AllServers.IsValueCreated || OneSandbox.IsValueCreated ? StopStartedAsync() : Task.CompletedTask;

    private static async Task StopStartedAsync()
    {
        await Servers.StopAllAsync().ConfigureAwait(false);
        await Sandbox.ReleaseAsync(restoreEnvironment: false).ConfigureAwait(false);
    }
}
