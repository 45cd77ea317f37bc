using System.Management.Automation;
using AssumeRole.Hosting;

namespace AssumeRole.Cmdlets;

/// <summary>Stops the sandbox that Start-RoleSandbox started and puts the environment back.</summary>
[Cmdlet(VerbsLifecycle.Stop, "RoleSandbox", SupportsShouldProcess = true)]
public sealed class StopRoleSandboxCommand : AsyncCmdlet
{
    private protected override void End()
    {
        if (RunningHere.Sandbox.Running is not { } running)
        {
            WriteWarning("No sandbox runs in this process.");
            return;
        }

        if (ShouldProcess(running.Endpoint.ToString(), "Stop the sandbox and put this process's environment back"))
            Await(_ => RunningHere.Sandbox.ReleaseAsync(restoreEnvironment: true));
    }
}
