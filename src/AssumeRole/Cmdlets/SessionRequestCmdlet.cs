using System.Management.Automation;
using AssumeRole.Hosting;

namespace AssumeRole.Cmdlets;

/// <summary>The cmdlets that want a session and do not mind whether it is new.</summary>
public abstract class SessionRequestCmdlet : RoleRequestCmdlet
{
    /// <summary>Opens the side of the program that asks AWS while parameters bind.</summary>
    protected SessionRequestCmdlet() => AwsSide.Open();

    /// <summary>
    /// Asks STS even if a session is in memory, and keeps the new one out of it. A session in memory may have only five minutes
    /// left.
    /// </summary>
    [Parameter]
    public SwitchParameter NoCache { get; set; }
}
