using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Lambda;
using AssumeRole.Sessions;

namespace AssumeRole.Rotation;

/// <summary>
/// The rotation as a Lambda function: the event is a team's configuration, or where it lies in S3. Each invocation resolves keys and
/// endpoints again.
/// </summary>
internal sealed class RotationFunction(
    IAwsStores stores, Func<SessionIssuer> createIssuer, IEnvironmentVariables variables, Action<string> log, TimeProvider time)
{
    /// <summary>A fault of the variables, with which no event can be handled; null if there is none.</summary>
    public Finding? FindFault()
    {
        try
        {
            RotationVariables.Request([], variables);
            PathTemplate.Choose(given: null, variables);
            return null;
        }
        catch (AssumeRoleException error)
        {
            return error.Finding;
        }
    }

    /// <summary>A <see cref="LambdaHandler"/>. Answers the run's counts; throws RotationIncomplete if any account failed.</summary>
    public async Task<string> HandleAsync(LambdaInvocation invocation, CancellationToken cancellationToken)
    {
        using var issuer = createIssuer();
        var rotation = new TeamRotation(stores, issuer, static _ => { }, time);
        // An event comes from outside: it is never the path of a file.
        var request = RotationVariables.Request([new TeamSource(invocation.Event, "the event")], variables);
        var plan = await rotation.PlanAsync(request, cancellationToken).ConfigureAwait(false);
        foreach (var warning in plan.Warnings) log($"{warning.Id}: {warning}");

        var summary = new RotationSummary();
        var left = plan.Accounts.ToDictionary(account => (account.Team, account.Account));
        try
        {
            await foreach (var result in rotation.RunAsync(plan, cancellationToken).ConfigureAwait(false))
            {
                left.Remove((result.Team, result.Account));
                Report(result, summary);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var timedOut = FindingCatalogue.RotationTimedOut.For(invocation.RequestId, $"Lambda ends the function at {invocation.Deadline:O}.");
            foreach (var account in left.Values) Report(RotationResult.Failed(account, timedOut), summary);
        }

        return summary.Failure is { } failure ? throw new AssumeRoleException(failure) : summary.ToJson();
    }

    private void Report(RotationResult result, RotationSummary summary)
    {
        summary.Add(result);
        log(result.ToJson());
    }
}
