using System.Globalization;
using System.Management.Automation;
using AssumeRole.Findings;
using AssumeRole.Hosting;
using AssumeRole.Sandbox;

namespace AssumeRole.Cmdlets;

/// <summary>
/// Starts a rehearsal AWS on loopback, STS and IMDSv2, and points this process's environment at it, so that everything can be
/// tried without an account.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "RoleSandbox", SupportsShouldProcess = true)]
[OutputType(typeof(RoleSandboxInfo))]
public sealed class StartRoleSandboxCommand : AsyncCmdlet
{
    /// <summary>A JSON file that describes instance, roles and policies; the built-in world if left out.</summary>
    [Parameter(Position = 0)]
    public string? World { get; set; }

    /// <summary>The loopback port; any free one if left out.</summary>
    [Parameter]
    public string? Port { get; set; }

    /// <summary>Returns where the sandbox listens and which roles it has.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void End()
    {
        var options = new RoleSandboxOptions(World is null ? null : GetUnresolvedProviderPathFromPSPath(World), ParsePort());
        RunningHere.Sandbox.CheckFree();
        if (!ShouldProcess("127.0.0.1", "Start a sandbox and set this process's environment")) return;
        var factory = ModuleLoadContext.Create<IRoleSandboxFactory>("AssumeRole.Sandbox", "AssumeRole.Sandbox.RoleSandboxFactory");
        var sandbox = Await(token => factory.StartAsync(options, token));
        RunningHere.Sandbox.Occupy(sandbox);
        WriteInformation($"The sandbox listens on {sandbox.Endpoint}. Stop-RoleSandbox ends it.", ["AssumeRole"]);
        if (PassThru) this.WriteViewed(new RoleSandboxInfo(sandbox.Endpoint, sandbox.Region, sandbox.InstanceRoleArn, sandbox.RoleArns));
    }

    private int ParsePort()
    {
        if (Port is null) return 0;
        return int.TryParse(Port, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw FindingCatalogue.PortUnavailable.Error(Port, $"-Port is '{Port}', which is not a number.");
    }
}
