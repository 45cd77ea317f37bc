using System.Management.Automation;

namespace AssumeRole.Hosting;

/// <summary>Runs when the module is removed: servers stop, the environment stays as it is.</summary>
public sealed class ModuleLifetime : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) =>
        Task.Run(() => ProcessState.Sandbox.ReleaseAsync(restoreEnvironment: false)).GetAwaiter().GetResult();
}
