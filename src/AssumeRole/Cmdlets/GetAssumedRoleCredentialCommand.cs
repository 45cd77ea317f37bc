using System.Management.Automation;
using AssumeRole.Chains;
using AssumeRole.Completion;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Hosting;

namespace AssumeRole.Cmdlets;

/// <summary>
/// Gets sessions of roles without changing the environment; several roles, by pipeline, at the same time. Each result comes as it
/// arrives, each failure is an error of its own.
/// </summary>
[Cmdlet(VerbsCommon.Get, "AssumedRoleCredential", DefaultParameterSetName = AsObject)]
[OutputType(typeof(SessionCredentials), ParameterSetName = [AsObject])]
[OutputType(typeof(string), ParameterSetName = [AsText])]
[OutputType(typeof(PSObject), ParameterSetName = [AsProperties])]
public sealed class GetAssumedRoleCredentialCommand : SessionRequestCmdlet
{
    private const string AsObject = "Object";
    private const string AsText = "Text";
    private const string AsProperties = "PlainText";
    private const int ProgressId = 7301;
    private const string Activity = "Assuming roles";

    private readonly List<Task> running = [];
    private SessionIssuer? issuer;
    private int started;
    private int ended;

    /// <summary>Roles to assume, by pipeline too, as texts or as objects with a RoleArn property; aws_assume_role_arn if left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RoleArnCompleter))]
    public string[]? RoleArn { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public override string? DurationSeconds { get => base.DurationSeconds; set => base.DurationSeconds = OrAbsent(value); }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public override string? RoleSessionName { get => base.RoleSessionName; set => base.RoleSessionName = OrAbsent(value); }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public override string? ExternalId { get => base.ExternalId; set => base.ExternalId = OrAbsent(value); }

    /// <summary>How many roles are assumed at the same time.</summary>
    [Parameter]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>Renders the session, in plain text, for another program.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AsText)]
    public CredentialFormat As { get; set; }

    /// <summary>Returns the same properties as plain texts.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AsProperties)]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var role in RoleArn ?? [null!]) Start(role);
        PumpPosted();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        PumpUntil(() => ended == started);
        if (started > 1) WriteProgress(new ProgressRecord(ProgressId, Activity, "Done") { RecordType = ProgressRecordType.Completed });
        if (StopToken.IsCancellationRequested) throw new PipelineStoppedException();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // A pipeline that was stopped leaves requests behind; they are cancelled and awaited before their client goes.
        StopProcessing();
        Task.WhenAll(running).Wait(CancellationToken.None);
        issuer?.Dispose();
        base.Dispose(disposing);
    }

    private protected override bool TakesPipelineInput => true;

    /// <summary>An empty cell of a CSV file is no value; an empty argument is one, and an error.</summary>
    private string? OrAbsent(string? value) => value is "" && MyInvocation.ExpectingInput ? null : value;

    private void Start(string? role)
    {
        SessionRequest request;
        try
        {
            request = Plan(role, !NoCache);
            issuer ??= CreateIssuer();
        }
        catch (AssumeRoleException error)
        {
            WriteError(ErrorRecords.From(error, this));
            return;
        }

        PumpUntil(() => started - ended < Math.Max(1, ThrottleLimit));
        started++;
        running.RemoveAll(task => task.IsCompleted);
        running.Add(Task.Run(() => IssueAsync(request)));
    }

    /// <summary>Gets one session and posts what is to be written. It never throws: its end must always be counted.</summary>
    private async Task IssueAsync(SessionRequest request)
    {
        try
        {
            var credentials = await issuer!.IssueAsync(request, StopToken).ConfigureAwait(false);
            Post(() => End(() => WriteObject(Render(credentials)), request));
        }
        catch (AssumeRoleException error)
        {
            Post(() => End(() => WriteError(ErrorRecords.From(error, this)), request));
        }
        catch (OperationCanceledException)
        {
            Post(() => End(() => { }, request));
        }
#pragma warning disable CA1031 // Nothing is hidden: it becomes the role's error, with the exception inside.
        catch (Exception error)
#pragma warning restore CA1031
        {
            var unforeseen = FindingCatalogue.Unforeseen.Error(request.Chain.Target.Role.ToString(), error.Message, inner: error);
            Post(() => End(() => WriteError(ErrorRecords.From(unforeseen, this)), request));
        }
    }

    private void End(Action write, SessionRequest request)
    {
        ended++;
        write();
        if (started == 1) return;
        WriteProgress(new ProgressRecord(ProgressId, Activity, $"{ended} of {started}: {request.Chain.Target.Role}")
        {
            PercentComplete = 100 * ended / started,
        });
    }

    private object Render(SessionCredentials credentials)
    {
        if (ParameterSetName == AsText) return CredentialFormatter.Format(credentials, As, Region);
        if (!AsPlainText) return credentials;
        var plain = new PSObject();
        plain.TypeNames.Insert(0, "AssumeRole.PlainTextCredential");
        foreach (var (name, value) in CredentialFormatter.ToPlainText(credentials))
            plain.Properties.Add(new PSNoteProperty(name, value));
        return plain;
    }
}
