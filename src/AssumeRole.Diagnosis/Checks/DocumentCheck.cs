using AssumeRole.Chains;
using AssumeRole.Policies;
using AssumeRole.Roles;
using AssumeRole.Sessions;

namespace AssumeRole.Checks;

/// <summary>Decides chains from documents: policies, or a Terraform plan or state. Nothing is sent anywhere.</summary>
/// <param name="time">The clock for conditions on the time of the call.</param>
/// <param name="variables">The environment to take the defaults of a call from.</param>
public sealed class DocumentCheck(TimeProvider time, IEnvironmentVariables variables)
{
    /// <summary>Checks.</summary>
    /// <param name="request">The documents.</param>
    /// <param name="roleArns">The roles, as they were given.</param>
    /// <param name="ask">What is asked of one role; null stands for aws_assume_role_arn.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<ChainStep>> CheckAsync(
        DocumentCheckRequest request, IReadOnlyList<string> roleArns, Func<string?, RoleChainRequest> ask, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(ask);
        return request.TerraformPlan is { } plan
            ? new TerraformChainCheck(time, variables).Check(
                new TerraformChainRequest(plan) { RoleArns = roleArns, Call = ask(null), Context = request.Context }, cancellationToken)
            : await CheckPoliciesAsync(request, roleArns, ask, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<ChainStep>> CheckPoliciesAsync(
        DocumentCheckRequest request, IReadOnlyList<string> roleArns, Func<string?, RoleChainRequest> ask, CancellationToken cancellationToken)
    {
        var plan = CheckPlan<RoleChain>.For(roleArns, role => RoleChain.Plan(ask(role), variables));
        var workers = new List<PolicySource>();
        foreach (var policy in request.WorkerPolicies)
        {
            var label = request.WorkerPolicies.Count == 1 ? "worker policy" : $"worker policy {workers.Count + 1}";
            workers.Add(await PolicySource.ReadAsync(policy, label, cancellationToken).ConfigureAwait(false));
        }

        var steps = new OfflineChainCheck(time).Check(new OfflineChainRequest
        {
            Targets = [.. plan.Chains.Select(chain => chain.Target)],
            WorkerPolicies = workers,
            TrustPolicy = request.TrustPolicy is { } trust
                ? await PolicySource.ReadAsync(trust, "trust policy", cancellationToken).ConfigureAwait(false)
                : null,
            // With -Via, the role before the last is who asks for it.
            CallerArn = plan.Chains is [{ Hops: [.., var before, _] }, ..] ? before.Role.ToString() : null,
            Context = request.Context,
        });
        return [.. steps, .. plan.Unplanned];
    }
}
