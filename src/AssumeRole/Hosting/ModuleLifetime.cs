using System.Management.Automation;

namespace AssumeRole.Hosting;

/// <summary>Runs when the module is removed: servers stop, the environment stays as it is.</summary>
public sealed class ModuleLifetime : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => Task.Run(async () =>
    {
        await ProcessState.Servers.StopAllAsync().ConfigureAwait(false);
        await ProcessState.Sandbox.ReleaseAsync(restoreEnvironment: false).ConfigureAwait(false);
    }).GetAwaiter().GetResult();
}
