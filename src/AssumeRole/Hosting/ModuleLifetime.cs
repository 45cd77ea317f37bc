using System.Management.Automation;
using AssumeRole.Endpoint;
using AssumeRole.Sandbox;
using AssumeRole.Sessions;

namespace AssumeRole.Hosting;

/// <summary>
/// Runs when the module is imported: the libraries' files are chosen. And when it is removed: servers stop, the environment stays as it is.
/// </summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnImport() => Libraries.Load();

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => Task.Run(async () =>
    {
        await RunningHere.Servers.StopAllAsync().ConfigureAwait(false);
        await RunningHere.Sandbox.ReleaseAsync(restoreEnvironment: false).ConfigureAwait(false);
    }).GetAwaiter().GetResult();
}

/// <summary>What cmdlets started in this process. Like <see cref="ProcessState"/>, it belongs to all runspaces.</summary>
internal static class RunningHere
{
    public static RoleServers Servers { get; } = new();

    public static SandboxSlot Sandbox { get; } = new(ProcessState.Environment);
}
