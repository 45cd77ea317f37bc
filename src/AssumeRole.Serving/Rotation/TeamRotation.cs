using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Rotation;

/// <summary>
/// The rotation as every front door calls it: <see cref="PlanAsync"/> reads and checks the teams' configurations, <see cref="RunAsync"/>
/// assumes every role and writes every secret, and gives each account's result as it arrives.
/// </summary>
internal sealed class TeamRotation(IAwsStores stores, SessionIssuer issuer, Action<string> trace, TimeProvider time)
{
    /// <summary>Reads the configurations, those in S3 too, and checks all of them before anything else is sent.</summary>
    public async Task<RotationPlan> PlanAsync(RotationRequest request, CancellationToken cancellationToken)
    {
        // A pattern that matches no file, or a pipeline that nothing comes through, must not look like success.
        if (request.Teams.Count == 0) throw FindingCatalogue.TeamConfigurationInvalid.Error("-Team", "No team was given.");
        var template = PathTemplate.Choose(request.PathTemplate, issuer.Variables);
        var documents = new TeamDocuments(stores, new StoreFactory(issuer, request));
        var configurations = await documents.ReadAsync(request.Teams, cancellationToken).ConfigureAwait(false);
        return RotationPlanner.Make(
            [.. configurations.SelectMany(read => read.Teams)],
            configurations.SelectMany(read => read.Problems),
            request,
            template);
    }

    /// <summary>
    /// Runs a plan. One account's failure stops no other; results come in the order in which they arrive. When it is cancelled no further
    /// role is assumed, accounts that have a session already finish their writes, and their results still come before it ends as cancelled.
    /// </summary>
    public async IAsyncEnumerable<RotationResult> RunAsync(
        RotationPlan plan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var store = await new StoreFactory(issuer, plan.Request).OpenAsync(stores, cancellationToken).ConfigureAwait(false);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var results = Channel.CreateUnbounded<RotationResult>(new UnboundedChannelOptions { SingleReader = true });
        var feeding = FeedAsync(plan, store, results.Writer, stopping.Token);
        var reported = 0;
        try
        {
            await foreach (var result in results.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                reported++;
                trace($"{result.Team}/{result.Account}: {result.Status} {result.FindingId}".TrimEnd());
                yield return result;
            }

            await feeding.ConfigureAwait(false);
            if (reported < plan.Accounts.Count) cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            // A reader that stops ends the run; no write outlives it.
            await stopping.CancelAsync().ConfigureAwait(false);
            await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FeedAsync(
        RotationPlan plan, ISecretStore store, ChannelWriter<RotationResult> results, CancellationToken cancellationToken)
    {
        var throttle = new RotationThrottle(plan.Request.ThrottleLimit);
        var retry = new RotationRetry(throttle, time, Random.Shared.NextDouble);
        var rotation = new AccountRotation(
            store, (account, duration, token) => IssueAsync(plan.Request, account, duration, token), plan.Request, retry, time);
        List<Task> running = [];
        try
        {
            foreach (var account in plan.Accounts)
            {
                await throttle.EnterAsync(cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                running.Add(Task.Run(() => RotateAsync(account), CancellationToken.None));
            }
        }
        finally
        {
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            results.Complete();
        }

        async Task RotateAsync(PlannedAccount account)
        {
            try
            {
                results.TryWrite(await rotation.RunAsync(account, cancellationToken).ConfigureAwait(false));
            }
            finally
            {
                throttle.Leave();
            }
        }
    }

    private Task<SessionCredentials> IssueAsync(
        RotationRequest request, PlannedAccount account, SessionDuration duration, CancellationToken cancellationToken)
    {
        var hop = new RoleRequest { Role = account.Role, SessionName = account.SessionName, Duration = duration };
        var session = new SessionRequest(
            new RoleChain([hop], DurationDefaulted: false), request.Selection, request.Region, request.EndpointUrl, UseCache: false);
        return issuer.IssueAsync(session, cancellationToken);
    }
}
