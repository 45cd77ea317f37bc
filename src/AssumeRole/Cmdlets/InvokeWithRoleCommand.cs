using System.Management.Automation;
using AssumeRole.Completion;
using AssumeRole.Endpoint;
using AssumeRole.Findings;
using AssumeRole.Hosting;
using AssumeRole.Sessions;

namespace AssumeRole.Cmdlets;

/// <summary>Runs a script block with a role in the environment, and puts the environment back however the block ends.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "WithRole", DefaultParameterSetName = TaskRole)]
public sealed class InvokeWithRoleCommand : SessionRequestCmdlet
{
    private const string TaskRole = "TaskRole";
    private const string NamedRole = "NamedRole";

    // Fields of the types themselves would have Core loaded before Libraries.Load chooses its file.
    private IDisposable? scope;
    private IAsyncDisposable? kept;

    /// <summary>The role to assume; aws_assume_role_arn if left out.</summary>
    [Parameter(Position = 0, ParameterSetName = NamedRole)]
    [ArgumentCompleter(typeof(RoleArnCompleter))]
    public string? RoleArn { get; set; }

    /// <summary>What to run, in a child scope of the caller's.</summary>
    [Parameter(Position = 0, ParameterSetName = TaskRole)]
    [Parameter(Position = 1, ParameterSetName = NamedRole)]
    [AllowNull]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <summary>Arguments for the script block.</summary>
    [Parameter]
    [AllowNull]
    [Alias("Args")]
    public object?[]? ArgumentList { get; set; }

    /// <summary>
    /// Gives the block an endpoint in place of keys, which renews the session for as long as the block runs: programs that use an AWS
    /// SDK ask it again by themselves. -NoCache has no meaning beside it.
    /// </summary>
    [Parameter]
    public SwitchParameter KeepFresh { get; set; }

    private protected override void End()
    {
        var owner = RunspaceOwner.Current;
        if (ScriptBlock is null) throw FindingCatalogue.ScriptBlockMissing.Error("ScriptBlock", string.Empty);
        var request = Plan(RoleArn, !NoCache);
        ProcessState.Environment.CheckOwner(owner);
        AnnounceDefaultDuration(request);
        if (KeepFresh)
        {
            Action<ServerEvent> log = IsVerbose ? PostVerbose : static _ => { };
            var started = Await(token => KeepFreshEndpoint.StartAsync(request, BackgroundIssuer.Create, TimeProvider.System, log, token));
            kept = started;
            WarnOfStoredCredentials();
            scope = Enter(started, owner);
        }
        else
        {
            using var issuer = CreateIssuer();
            var credentials = Await(token => issuer.IssueAsync(request, token));
            WarnOfStoredCredentials();
            scope = ProcessState.Environment.Enter(credentials, Region, owner);
        }
    }

    /// <remarks>The block's own exceptions are throw, break, exit, a stopped pipeline. The scope ends with each.</remarks>
    private protected override void AfterEnd()
    {
        try
        {
            Run();
        }
        finally
        {
            Leave();
        }

        PumpPosted();
    }

    /// <inheritdoc/>
    /// <remarks>Also where a warning ended it all, by -WarningAction Stop: nothing else knows of the endpoint.</remarks>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Leave();
        base.Dispose(disposing);
    }

    private void Leave()
    {
        scope?.Dispose();
        scope = null;
        if (kept is not { } ending) return;
        kept = null;
        Task.Run(async () => await ending.DisposeAsync().ConfigureAwait(false)).GetAwaiter().GetResult();
    }

    private IDisposable Enter(KeepFreshEndpoint kept, RunspaceOwner owner) => ProcessState.Environment.Enter(
        () => kept.Session, names => kept.VariablesFor(ProcessState.Environment.BeforeRoles, names, Region), Region, owner);

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
