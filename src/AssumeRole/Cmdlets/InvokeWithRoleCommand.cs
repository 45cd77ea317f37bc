using System.Management.Automation;
using AssumeRole.Completion;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Hosting;

namespace AssumeRole.Cmdlets;

/// <summary>Runs a script block with a role in the environment, and puts the environment back however the block ends.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "WithRole", DefaultParameterSetName = TaskRole)]
public sealed class InvokeWithRoleCommand : SessionRequestCmdlet
{
    private const string TaskRole = "TaskRole";
    private const string NamedRole = "NamedRole";

    /// <summary>The role to assume; aws_assume_role_arn if left out.</summary>
    [Parameter(Position = 0, ParameterSetName = NamedRole)]
    [ArgumentCompleter(typeof(RoleArnCompleter))]
    public string? RoleArn { get; set; }

    /// <summary>What to run, in a child scope of the caller's.</summary>
    [Parameter(Position = 0, ParameterSetName = TaskRole)]
    [Parameter(Position = 1, ParameterSetName = NamedRole)]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <summary>Arguments for the script block.</summary>
    [Parameter]
    [Alias("Args")]
    public object?[]? ArgumentList { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var owner = RunspaceOwner.Current;
        SessionCredentials? credentials = null;
        var ready = this.TryOrFail(() =>
        {
            if (ScriptBlock is null) throw FindingCatalogue.ScriptBlockMissing.Error("ScriptBlock", string.Empty);
            var request = Plan(RoleArn, !NoCache);
            ProcessState.Environment.CheckOwner(owner);
            AnnounceDefaultDuration(request);
            using var issuer = CreateIssuer();
            credentials = Await(token => issuer.IssueAsync(request, token));
            WarnOfStoredCredentials();
        });
        if (!ready) return;

        // The block's own exceptions (throw, break, exit, a stopped pipeline) pass through as they are; the scope ends with each.
        using (ProcessState.Environment.Enter(credentials!, Region, owner)) Run();
    }

    /// <summary>
    /// A steppable pipeline writes to this cmdlet's own streams as the block runs, and flow control, native exit codes and
    /// redirection work in it as in the caller's script; ScriptBlock.Invoke and InvokeScript collect and wrap instead.
    /// </summary>
    private void Run()
    {
        using var pipeline = ScriptBlock.Create("param($block, $arguments) & $block @arguments")
            .GetSteppablePipeline(CommandOrigin.Internal, [ScriptBlock, ArgumentList ?? []]);
        pipeline.Begin(this);
        pipeline.Process();
        pipeline.End();
    }
}
