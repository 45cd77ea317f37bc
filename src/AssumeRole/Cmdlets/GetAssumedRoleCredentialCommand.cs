using System.Management.Automation;
using AssumeRole.Chains;
using AssumeRole.Completion;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Hosting;
using AssumeRole.Sessions;

namespace AssumeRole.Cmdlets;

/// <summary>
/// Gets sessions of roles without changing the environment; several roles, by pipeline, at the same time. Each result comes as it
/// arrives, each failure is an error of its own. The failure of a single role ends the script.
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

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    // The parameters of the command line; all others come from the pipeline.
    private readonly HashSet<string> arguments = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Task> running = [];
    private readonly Queue<SessionRequest> planned = new();
    private int working;
    private SessionIssuer? issuer;

    // A field of the enumeration's own type would have Core loaded before Libraries.Load chooses its file.
    private int format;
    private int started;
    private int ended;
    private long shown;

    /// <summary>Roles to assume, by pipeline too, as texts or as objects with a RoleArn property; aws_assume_role_arn if left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RoleArnCompleter))]
    public string[]? RoleArn { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public override string? DurationSeconds { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public override string? RoleSessionName { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public override string? ExternalId { get; set; }

    /// <summary>How many roles are assumed at the same time.</summary>
    [Parameter]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>Renders the session, in plain text, for another program.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AsText)]
    public CredentialFormat As { get => (CredentialFormat)format; set => format = (int)value; }

    /// <summary>Returns the same properties as plain texts.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AsProperties)]
    public SwitchParameter AsPlainText { get; set; }

    /// <remarks>The views are loaded while STS answers.</remarks>
    private protected override void Begin()
    {
        arguments.UnionWith(MyInvocation.BoundParameters.Keys);
        if (ParameterSetName == AsObject) Post(this.LoadViews);
    }

    private protected override void Process()
    {
        DurationSeconds = OrAbsent(nameof(DurationSeconds), DurationSeconds);
        RoleSessionName = OrAbsent(nameof(RoleSessionName), RoleSessionName);
        ExternalId = OrAbsent(nameof(ExternalId), ExternalId);
        foreach (var role in RoleArn ?? [null!]) Start(role);
        PumpPosted();
    }

    private protected override void End()
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
    private string? OrAbsent(string parameter, string? value) =>
        !arguments.Contains(parameter) && MyInvocation.BoundParameters.TryGetValue(parameter, out var cell) && cell is "" ? null : value;

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
            Report(error);
            return;
        }

        started++;
        PumpUntil(HasRoom);
        lock (planned)
        {
            if (working < MostWorkers)
            {
                working++;
                running.Add(Task.Run(() => WorkAsync(request)));
            }
            else
            {
                planned.Enqueue(request);
            }
        }
    }

    private int MostWorkers => Math.Max(1, ThrottleLimit);

    /// <summary>As many requests again lie ready, so that none waits for the pipeline's thread when another has ended.</summary>
    private bool HasRoom()
    {
        lock (planned) return planned.Count < MostWorkers;
    }

    /// <summary>Gets one session after another for as long as requests lie ready, and posts what is to be written.</summary>
    private async Task WorkAsync(SessionRequest first)
    {
        for (var request = first; request is not null;)
        {
            var (done, write) = (request, await IssueAsync(request).ConfigureAwait(false));
            lock (planned)
            {
                if (!planned.TryDequeue(out request)) working--;
            }

            Post(() => End(write, done));
        }
    }

    /// <summary>Gets one session. It never throws: its end must always be counted.</summary>
    /// <returns>What writes it, or why there is none.</returns>
    private async Task<Action> IssueAsync(SessionRequest request)
    {
        if (StopToken.IsCancellationRequested) return () => { };
        try
        {
            var credentials = await issuer!.IssueAsync(request, StopToken).ConfigureAwait(false);
            return () => WriteObject(Render(credentials));
        }
        catch (AssumeRoleException error)
        {
            return () => Report(error);
        }
        catch (OperationCanceledException)
        {
            return () => { };
        }
#pragma warning disable CA1031 // Nothing is hidden: it becomes the role's error, with the exception inside.
        catch (Exception error)
#pragma warning restore CA1031
        {
            var unforeseen = FindingCatalogue.Unforeseen.Error(request.Chain.Target.Role.ToString(), error.Message, inner: error);
            return () => Report(unforeseen);
        }
    }

    /// <summary>A script that asked for one role has nothing to go on with: what follows would act as the worker. Of many, the others count.</summary>
    private void Report(AssumeRoleException error)
    {
        if (!MyInvocation.ExpectingInput && RoleArn is not { Length: > 1 }) throw error;
        WriteError(ErrorRecords.From(error, this));
    }

    private void End(Action write, SessionRequest request)
    {
        ended++;
        write();
        // Hosts draw five times a second at most, and a record a role would cost more than the role.
        if (started == 1 || (shown != 0 && TimeProvider.System.GetElapsedTime(shown) < ProgressInterval)) return;
        shown = TimeProvider.System.GetTimestamp();
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
