using System.Management.Automation;
using AssumeRole.Endpoint;

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
        await RunningServers.All.StopAllAsync().ConfigureAwait(false);
        await ProcessState.Sandbox.ReleaseAsync(restoreEnvironment: false).ConfigureAwait(false);
    }).GetAwaiter().GetResult();
}

/// <summary>The credential servers of this process: like <see cref="ProcessState"/>, they belong to all its runspaces.</summary>
internal static class RunningServers
{
    public static RoleServers All { get; } = new();
}
