using System.Management.Automation;
using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Completion;
using AssumeRole.Findings;

namespace AssumeRole.Cmdlets;

/// <summary>Walks the chain from the worker's identity to a role and says of every link whether it holds, and if not, why.</summary>
[Cmdlet(VerbsDiagnostic.Test, "WorkerRoleChain")]
[OutputType(typeof(ChainStep))]
[OutputType(typeof(bool))]
public sealed class TestWorkerRoleChainCommand : RoleRequestCmdlet
{
    private bool holds = true;

    /// <summary>The role that the chain ends in; aws_assume_role_arn if left out.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(RoleArnCompleter))]
    public string? RoleArn { get; set; }

    /// <summary>Returns only whether the whole chain holds.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            var request = Plan(RoleArn, useCache: false);
            using var issuer = CreateIssuer();
            Await(async token =>
            {
                await foreach (var step in new WorkerChainCheck(issuer, TimeProvider.System).WalkAsync(request, token).ConfigureAwait(false))
                    Post(() => Report(step));
                return true;
            });
        }
        catch (AssumeRoleException error)
        {
            foreach (var step in WorkerChainCheck.ReportUnplanned(error.Finding)) Report(step);
        }

        if (Quiet) WriteObject(holds);
    }

    private void Report(ChainStep step)
    {
        holds &= step.Status is not (ChainStepStatus.Failed or ChainStepStatus.Indeterminate);
        if (!Quiet) WriteObject(step);
    }
}
