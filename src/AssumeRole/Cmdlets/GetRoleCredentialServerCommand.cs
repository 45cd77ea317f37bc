using System.Management.Automation;
using AssumeRole.Endpoint;
using AssumeRole.Hosting;

namespace AssumeRole.Cmdlets;

/// <summary>Shows the credential servers of this process: their roles, addresses and how the sessions stand.</summary>
[Cmdlet(VerbsCommon.Get, "RoleCredentialServer")]
[OutputType(typeof(RoleServer))]
public sealed class GetRoleCredentialServerCommand : StoppingCmdlet
{
    private protected override void End() => this.WriteViewed(RunningHere.Servers.Running, enumerateCollection: true);
}
