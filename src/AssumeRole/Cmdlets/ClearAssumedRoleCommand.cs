using System.Management.Automation;
using AssumeRole.Hosting;
using AssumeRole.Sessions;

namespace AssumeRole.Cmdlets;

/// <summary>Takes the role that Use-AssumedRole put in force out again; every variable is as it was before.</summary>
[Cmdlet(VerbsCommon.Clear, "AssumedRole", SupportsShouldProcess = true)]
public sealed class ClearAssumedRoleCommand : StoppingCmdlet
{
    private protected override void End()
    {
        var owner = RunspaceOwner.Current;
        ProcessState.Environment.CheckOwner(owner);
        var current = ProcessState.Environment.Current;
        if (!ShouldProcess(current?.RoleArn ?? "no role", "Put this process's environment back")) return;
        if (ProcessState.Environment.Clear(owner) is { } cleared)
            WriteVerbose($"No longer in force: {cleared}");
        else if (current is not null)
            WriteWarning($"{current.RoleArn} is in force for the time of Invoke-WithRole's script block and ends with it.");
        else
            WriteVerbose("No role is in force.");
    }
}
