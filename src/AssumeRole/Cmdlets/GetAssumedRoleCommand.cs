using System.Management.Automation;
using AssumeRole.Hosting;
using AssumeRole.Sessions;

namespace AssumeRole.Cmdlets;

/// <summary>Shows the session in force in this process: role, account, expiry, time left. Never a secret.</summary>
[Cmdlet(VerbsCommon.Get, "AssumedRole")]
[OutputType(typeof(AssumedRole))]
public sealed class GetAssumedRoleCommand : StoppingCmdlet
{
    private protected override void End()
    {
        if (ProcessState.Environment.Current is { } current) this.WriteViewed(current);
    }
}
