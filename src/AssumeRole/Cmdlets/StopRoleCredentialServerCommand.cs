using System.Management.Automation;
using AssumeRole.Endpoint;
using AssumeRole.Findings;
using AssumeRole.Hosting;

namespace AssumeRole.Cmdlets;

/// <summary>Stops credential servers of this process: nothing listens and nothing is renewed any more.</summary>
[Cmdlet(VerbsLifecycle.Stop, "RoleCredentialServer", SupportsShouldProcess = true)]
public sealed class StopRoleCredentialServerCommand : AsyncCmdlet
{
    private readonly List<RoleServer> given = [];

    /// <summary>The server to stop; all of them if left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public RoleServer? Server { get; set; }

    private protected override void Process()
    {
        if (Server is not null) given.Add(Server);
    }

    private protected override void End()
    {
        // An empty pipeline (Get-RoleCredentialServer where none runs) means none, not all.
        var isNamed = given.Count > 0 || MyInvocation.ExpectingInput;
        var servers = isNamed ? given : [.. RunningHere.Servers.Running];
        if (servers.Count == 0 && !isNamed) WriteWarning("No credential server runs in this process.");
        var failures = new List<AssumeRoleException>();
        var losses = new List<AssumeRoleException>();
        foreach (var server in servers)
        {
            if (ShouldProcess(string.Join(", ", server.Roles.Select(role => role.RoleArn)), "Stop the server of it"))
                Stop(server, failures, losses);
        }

        // Told when every server has stopped: an error may end the script.
        foreach (var error in losses.Concat(failures.SkipLast(1))) WriteError(ErrorRecords.From(error, this));
        if (failures is [.., var last]) throw last;
    }

    private void Stop(RoleServer server, List<AssumeRoleException> failures, List<AssumeRoleException> losses)
    {
        try
        {
            if (!Await(_ => RunningHere.Servers.StopAsync(server))) return;
        }
        catch (AssumeRoleException error)
        {
            failures.Add(error);
        }

        if (server.FindLogLoss() is { } loss) losses.Add(new AssumeRoleException(loss));
    }
}
