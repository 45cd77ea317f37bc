using System.Management.Automation;
using AssumeRole.Completion;
using AssumeRole.Findings;
using AssumeRole.Hosting;
using AssumeRole.Parameters;
using AssumeRole.Rotation;
using AssumeRole.Sessions;
using AssumeRole.Sources;

namespace AssumeRole.Cmdlets;

/// <summary>Assumes every role of every team and writes the sessions into a secret store, where Concourse looks them up.</summary>
[Cmdlet(VerbsData.Publish, "RoleCredential", SupportsShouldProcess = true)]
[OutputType(typeof(RotationResult))]
public sealed class PublishRoleCredentialCommand : AsyncCmdlet
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

    /// <summary>Where the first identity comes from: Auto, Environment, Profile, Instance, Container or WebIdentity.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SourceCompleter))]
    public string? Source { get; set; }

    /// <summary>The profile of ~/.aws/config to start from.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>The region whose STS and store are asked.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var team in Team ?? []) teams.Add(ParameterValues.ToTeam(team, GetUnresolvedProviderPathFromPSPath));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => this.TryOrFail(() =>
    {
        var adapters = ModuleLoadContext.Create<IAwsAdapters>("AssumeRole.Aws", "AssumeRole.Aws.AwsAdapters");
        using var issuer = CreateIssuer();
        var rotation = new TeamRotation(adapters.Stores, issuer, line => Post(() => WriteVerbose(line)), TimeProvider.System);
        var plan = Await(token => rotation.PlanAsync(Request(), token));
        foreach (var warning in plan.Warnings) WriteWarning(warning.ToString());
        if (!plan.Request.WhatIf && !ShouldProcess($"{plan.Accounts.Count} accounts", "Assume their roles and write their secrets")) return;

        var summary = new RotationSummary();
        Await(async token =>
        {
            await foreach (var result in rotation.RunAsync(plan, token).ConfigureAwait(false))
            {
                Post(() =>
                {
                    summary.Add(result);
                    WriteObject(result);
                });
            }

            return true;
        });
        WriteInformation(summary.ToString(), ["AssumeRole"]);
        if (summary.Failure is { } failure) throw new AssumeRoleException(failure);
    });

    private RotationRequest Request()
    {
        var said = new SaidVariables(ProcessState.Environment.BeforeRoles, new Dictionary<string, string?>
        {
            [RotationVariables.Store] = Store,
            [RotationVariables.Layout] = Layout,
            [RotationVariables.ThrottleLimit] = ThrottleLimit,
            [RotationVariables.MinimumRemaining] = MinimumRemaining,
            [RotationVariables.AllowShorter] = AllowShorter ? "true" : null,
        });
        return RotationVariables.Request(teams, said) with
        {
            Folder = GetUnresolvedProviderPathFromPSPath(Folder ?? "."),
            PathTemplate = PathTemplate,
            Force = Force,
            // With -WhatIf the store is read and each account says what would be written.
            WhatIf = MyInvocation.BoundParameters.TryGetValue("WhatIf", out var what) && what is SwitchParameter { IsPresent: true },
            Base = BaseSelection.Parse(Source, ProfileName, given: null, fromSession: false, webIdentity: false),
            Region = Region,
        };
    }
}
