using System.Collections.Immutable;
using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Policies;
using AssumeRole.Roles;
using AssumeRole.Sessions;

namespace AssumeRole.Checks;

/// <summary>Decides chains from documents: policies, or a Terraform plan or state. It sends no requests.</summary>
internal sealed class DocumentCheck(TimeProvider time, IEnvironmentVariables variables)
{
    /// <param name="createCall">Creates the request for a role; null stands for aws_assume_role_arn.</param>
    public async Task<IReadOnlyList<ChainStep>> CheckAsync(
        DocumentCheckRequest request,
        IReadOnlyList<string> roleArns,
        Func<string?, RoleChainRequest> createCall,
        CancellationToken cancellationToken)
    {
        if (request.TerraformPlan is { } path)
        {
            var walks = new TerraformChainRequest(path) { RoleArns = roleArns, Call = createCall(null), Context = request.Context };
            return new TerraformChainCheck(time, variables).Check(walks, cancellationToken);
        }

        var plan = CheckPlan<RoleChain>.For(roleArns, role => RoleChain.Plan(createCall(role), variables));
        return await CheckPoliciesAsync(request, plan, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<ChainStep>> CheckPoliciesAsync(
        DocumentCheckRequest request, CheckPlan<RoleChain> plan, CancellationToken cancellationToken)
    {
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
            // With -Via, the last role is assumed by the role before it.
            CallerArn = plan.Chains is [{ Hops: [.., var before, _] }, ..] ? before.Role.ToString() : request.WorkerRoleArn,
            Context = request.Context,
        });
        return [.. steps, .. plan.Unplanned];
    }
}

internal sealed record DocumentCheckRequest
{
    /// <summary>The policies of the worker's role: paths, or the JSON itself.</summary>
    public IReadOnlyList<string> WorkerPolicies { get; init; } = [];

    /// <summary>The trust policy of the role: a path, or the JSON itself; null if it was not given.</summary>
    public string? TrustPolicy { get; init; }

    /// <summary>Who calls: the ARN of the worker's role, of a session of it, of a user or of an identity provider; null if it was not given.</summary>
    public string? WorkerRoleArn { get; init; }

    /// <summary>The path of the output of terraform show -json for a plan or a state; null if it was not given.</summary>
    public string? TerraformPlan { get; init; }

    /// <summary>The known context keys of the call, such as aws:SourceIp. A key without values is known to be absent.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Context { get; init; } =
        ImmutableDictionary<string, IReadOnlyList<string>>.Empty;

    public bool IsAsked => WorkerPolicies.Count > 0 || TrustPolicy is not null || TerraformPlan is not null;

    /// <exception cref="AssumeRoleException">ParameterConflict.</exception>
    public void Check()
    {
        var conflict = FindingCatalogue.ParameterConflict;
        if (TerraformPlan is not null && (WorkerPolicies.Count > 0 || TrustPolicy is not null))
        {
            throw conflict.Error(
                "TerraformPlan",
                "-TerraformPlan was given with -WorkerPolicy or -TrustPolicy.",
                remedy: "Leave the policies out: the file holds them.");
        }

        if (WorkerRoleArn is not null && WorkerPolicies.Count == 0 && TrustPolicy is null)
        {
            throw conflict.Error(
                "WorkerRoleArn",
                $"-WorkerRoleArn was given {(TerraformPlan is null ? "without -WorkerPolicy and -TrustPolicy" : "with -TerraformPlan")}.",
                remedy: TerraformPlan is null
                    ? "Leave -WorkerRoleArn out: AWS knows who calls."
                    : "Leave -WorkerRoleArn out: the file holds the worker's role.");
        }

        if (Context.Count > 0 && !IsAsked)
        {
            throw conflict.Error(
                "Context",
                "-Context was given without -WorkerPolicy, -TrustPolicy or -TerraformPlan.",
                remedy: "Leave -Context out: AWS knows the context of a call itself.");
        }
    }
}
