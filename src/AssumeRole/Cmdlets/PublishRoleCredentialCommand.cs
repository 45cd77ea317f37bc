using System.Management.Automation;
using AssumeRole.Completion;
using AssumeRole.Findings;
using AssumeRole.Hosting;
using AssumeRole.Parameters;
using AssumeRole.Rotation;
using AssumeRole.Sessions;

namespace AssumeRole.Cmdlets;

/// <summary>Assumes every role of every team and writes the sessions into a secret store, where Concourse looks them up.</summary>
[Cmdlet(VerbsData.Publish, "RoleCredential", SupportsShouldProcess = true)]
[OutputType(typeof(RotationResult))]
public sealed class PublishRoleCredentialCommand : IdentityCmdlet
{
    private readonly List<TeamSource> teams = [];

    /// <summary>Teams' configurations: files, JSON, or objects with name and accounts.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public object[]? Team { get; set; }

    /// <summary>SecretsManager, ParameterStore or File; ASSUMEROLE_STORE if left out, then SecretsManager.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(StoreCompleter))]
    public string? Store { get; set; }

    /// <summary>The folder of -Store File; the current one if left out.</summary>
    [Parameter]
    public string? Folder { get; set; }

    /// <summary>Where sessions go; SECRETS_MANAGER_PATH if left out, then /concourse/{{.Team}}/{{.Account}}.</summary>
    [Parameter]
    public string? PathTemplate { get; set; }

    /// <summary>Both (if left out), Json or Triple: one secret with all parts, the three that exist today, or all four.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LayoutCompleter))]
    public string? Layout { get; set; }

    /// <summary>How many accounts are rotated at the same time.</summary>
    [Parameter]
    public string? ThrottleLimit { get; set; }

    /// <summary>Takes an hour where role chaining allows no more than that.</summary>
    [Parameter]
    public SwitchParameter AllowShorter { get; set; }

    /// <summary>How many seconds a session must have left to be kept; half its life and five minutes if left out.</summary>
    [Parameter]
    public string? MinimumRemaining { get; set; }

    /// <summary>Overwrites secrets that this program does not own, and restores deleted ones.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Process()
    {
        foreach (var team in Team ?? []) teams.Add(ParameterValues.ToTeam(team, GetUnresolvedProviderPathFromPSPath));
    }

    private protected override void End()
    {
        using var issuer = CreateIssuer();
        var rotation = new TeamRotation(AwsLibrary.Stores, issuer, line => Post(() => WriteVerbose(line)), TimeProvider.System);
        var plan = Await(token => rotation.PlanAsync(Request(), token));
        foreach (var warning in plan.Warnings) WriteWarning(warning.ToString());
        var accounts = plan.Accounts.Count == 1 ? "1 account" : $"{plan.Accounts.Count} accounts";
        var action = $"Assume the roles of {accounts} and write their secrets to {plan.Request.Store}.";
        // With -WhatIf the store is read all the same, and each account says what would be written.
        if (!ShouldProcess(action, $"{action[..^1]}?", MyInvocation.MyCommand.Name, out var reason))
        {
            if (reason != ShouldProcessReason.WhatIf) return;
            plan = plan with { Request = plan.Request with { WhatIf = true } };
        }

        var summary = new RotationSummary();
        List<RotationResult> failed = [];
        Await(token => RunAsync(rotation, plan, summary, failed, token));
        // Only now: a preference that makes a warning stop the pipeline must not stop the accounts that were still to come.
        foreach (var result in failed) WriteWarning(result.Explain());
        WriteInformation(summary.ToString(), ["AssumeRole"]);
        if (summary.Failure is { } failure) throw new AssumeRoleException(failure);
    }

    private async Task<bool> RunAsync(
        TeamRotation rotation, RotationPlan plan, RotationSummary summary, List<RotationResult> failed, CancellationToken cancellationToken)
    {
        await foreach (var result in rotation.RunAsync(plan, cancellationToken).ConfigureAwait(false))
        {
            Post(() =>
            {
                summary.Add(result);
                if (result.Status == RotationStatus.Failed) failed.Add(result);
                ShowProgress(summary.Total, plan.Accounts.Count);
                this.WriteViewed(result);
            });
        }

        return true;
    }

    private void ShowProgress(int done, int all) => WriteProgress(new ProgressRecord(0, MyInvocation.MyCommand.Name, $"{done} of {all} accounts")
    {
        PercentComplete = 100 * done / all,
        RecordType = done == all ? ProgressRecordType.Completed : ProgressRecordType.Processing,
    });

    private RotationRequest Request()
    {
        var values = new RotationOptionValues
        {
            Store = Store,
            Layout = Layout,
            ThrottleLimit = ThrottleLimit,
            MinimumRemaining = MinimumRemaining,
            AllowShorter = AllowShorter,
        };
        return RotationVariables.Request(teams, ProcessState.Environment.BeforeRoles, values) with
        {
            Folder = GetUnresolvedProviderPathFromPSPath(Folder ?? "."),
            PathTemplate = PathTemplate,
            Force = Force,
            Selection = SelectSource(),
            Region = Region,
            EndpointUrl = EndpointUrl,
        };
    }
}
