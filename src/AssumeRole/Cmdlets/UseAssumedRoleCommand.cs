using System.Management.Automation;
using AssumeRole.Completion;
using AssumeRole.Credentials;
using AssumeRole.Hosting;
using AssumeRole.Sessions;

namespace AssumeRole.Cmdlets;

/// <summary>Assumes a role and puts its session into the environment of this process, for everything that runs after it.</summary>
[Cmdlet(VerbsOther.Use, "AssumedRole", SupportsShouldProcess = true)]
[OutputType(typeof(SessionCredentials))]
public sealed class UseAssumedRoleCommand : SessionRequestCmdlet
{
    /// <summary>The role to assume; aws_assume_role_arn if left out.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(RoleArnCompleter))]
    public string? RoleArn { get; set; }

    /// <summary>Returns the session, its secrets redacted.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void End()
    {
        var owner = RunspaceOwner.Current;
        var request = Plan(RoleArn, !NoCache);
        ProcessState.Environment.CheckOwner(owner);
        if (!ShouldProcess(request.Chain.Target.Role.ToString(), "Assume the role and set this process's environment")) return;
        AnnounceDefaultDuration(request);

        using var issuer = CreateIssuer();
        var credentials = Await(token => issuer.IssueAsync(request, token));
        ProcessState.Environment.Use(credentials, Region, owner);
        WriteInformation($"In force: {credentials}", ["AssumeRole"]);
        WarnOfStoredCredentials();
        if (PassThru) this.WriteViewed(credentials);
    }
}
