using System.Collections;
using System.Management.Automation;
using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Completion;
using AssumeRole.Findings;
using AssumeRole.Hosting;
using AssumeRole.Parameters;
using AssumeRole.Policies;
using AssumeRole.Reports;
using AssumeRole.Sessions;

namespace AssumeRole.Cmdlets;

/// <summary>Walks the chain from the worker's identity to a role and says of every link whether it holds, and if not, why.</summary>
[Cmdlet(VerbsDiagnostic.Test, "WorkerRoleChain")]
[OutputType(typeof(ChainStep))]
[OutputType(typeof(bool))]
public sealed class TestWorkerRoleChainCommand : RoleRequestCmdlet
{
    private readonly List<ChainStep> steps = [];

    /// <summary>The roles that chains end in, each a target of its own; aws_assume_role_arn if left out.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(RoleArnCompleter))]
    public string[]? RoleArn { get; set; }

    /// <summary>
    /// Finds out more at a price: a metadata request without a token, which counts in the account's MetadataNoToken metric, and
    /// further STS calls, which the evidence counts. They use no value that was not given.
    /// </summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Returns only whether everything holds.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>A file to write the report to: .html for a page to attach to a ticket, .md, or .json.</summary>
    [Parameter]
    public string? ReportPath { get; set; }

    /// <summary>Policies of the worker's role, as files or JSON. The chain is decided from them, without AWS.</summary>
    [Parameter]
    public string[]? WorkerPolicy { get; set; }

    /// <summary>The role's trust policy, as a file or JSON. The chain is decided from it, without AWS.</summary>
    [Parameter]
    public string? TrustPolicy { get; set; }

    /// <summary>The worker's role, by its ARN, for -WorkerPolicy and -TrustPolicy. They do not say who calls.</summary>
    [Parameter]
    public string? WorkerRoleArn { get; set; }

    /// <summary>What is known of the call when there is no AWS to know it, such as @{ 'aws:SourceIp' = '192.0.2.1' }.</summary>
    [Parameter]
    public Hashtable? Context { get; set; }

    /// <summary>What terraform show -json wrote of a plan or a state. The chain is decided from it, without AWS.</summary>
    [Parameter]
    public string? TerraformPlan { get; set; }

    private protected override void End()
    {
        if (ToFilePath(ReportPath) is { } report) ChainReportFile.Check(report);
        Documents.Check();
        try
        {
            Walk();
        }
        catch (AssumeRoleException error)
        {
            Report(WorkerChainCheck.Untried(error.Finding));
        }

        if (ToFilePath(ReportPath) is { } path)
            TryOrFail(() => ChainReportFile.Write(path, new ChainReport(steps, Asked, TimeProvider.System.GetUtcNow())));
        if (Quiet) WriteObject(!steps.Exists(step => step.Status.IsBroken()));
    }

    /// <summary>The question, without parameters that may hold a token code.</summary>
    private string Asked => string.Join(' ', [MyInvocation.MyCommand.Name, .. RoleArn ?? [], .. Detailed ? ["-Detailed"] : Array.Empty<string>()]);

    private DocumentCheckRequest Documents => new()
    {
        WorkerPolicies = [.. (WorkerPolicy ?? []).Select(ToPolicy)],
        TrustPolicy = TrustPolicy is null ? null : ToPolicy(TrustPolicy),
        WorkerRoleArn = WorkerRoleArn,
        TerraformPlan = ToFilePath(TerraformPlan),
        Context = ParameterValues.ToContext(Context),
    };

    private void Walk()
    {
        if (Documents is { IsAsked: true } documents)
        {
            var check = new DocumentCheck(TimeProvider.System, ProcessState.Environment.BeforeRoles);
            foreach (var step in Await(token => check.CheckAsync(documents, RoleArn ?? [], Read, token))) Report(step);
            return;
        }

        var plan = CheckPlan<SessionRequest>.For(RoleArn, role => Plan(role, useCache: false));
        foreach (var step in plan.Unplanned) Report(step);
        if (plan.Chains.Count == 0) return;
        using var issuer = CreateIssuer();
        var request = new ChainCheckRequest(plan.Chains)
        {
            Detailed = Detailed,
            HasStoredCredentials = HasStoredCredentials,
            Machine = MachineFacts.Read(),
        };
        Await(async token =>
        {
            await foreach (var step in new WorkerChainCheck(issuer, TimeProvider.System).WalkAsync(request, token).ConfigureAwait(false))
                Post(() => Report(step));
            return true;
        });
    }

    private void Report(ChainStep step)
    {
        steps.Add(step);
        if (!Quiet) this.WriteViewed(step);
    }

    private string ToPolicy(string pathOrText) => PolicySource.IsText(pathOrText) ? pathOrText : ToFilePath(pathOrText)!;
}
