using System.Collections.Immutable;
using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Policies;
using AssumeRole.Policies.Lint;
using AssumeRole.Roles;

namespace AssumeRole.Checks;

/// <summary>Checks a worker's policies and a role's trust policy without AWS: each document's faults, and their joint decision.</summary>
internal sealed class OfflineChainCheck(TimeProvider time)
{
    public IReadOnlyList<ChainStep> Check(OfflineChainRequest request)
    {
        var workers = request.WorkerPolicies.Select(source => PolicyLint.Check(source, PolicyKind.Identity)).ToArray();
        var trust = request.TrustPolicy is { } text ? PolicyLint.Check(text, PolicyKind.Trust) : null;
        return
        [
            .. workers.Length == 0
                ? [ChainStep.Skipped(ChainStepName.WorkerPolicy, string.Empty, "No policy of the worker was given.")]
                : workers.SelectMany(result => PolicySteps.Create(ChainStepName.WorkerPolicy, result)),
            .. trust is null
                ? [ChainStep.Skipped(ChainStepName.TrustPolicy, string.Empty, "No trust policy was given.")]
                : PolicySteps.Create(ChainStepName.TrustPolicy, trust),
            .. request.Targets.SelectMany(target => Decide(request, target, workers, trust)),
        ];
    }

    private IEnumerable<ChainStep> Decide(
        OfflineChainRequest request, RoleRequest target, PolicyLintResult[] workers, PolicyLintResult? trust)
    {
        var role = target.Role.ToString();
        var unusable = workers.Append(trust).OfType<PolicyLintResult>().FirstOrDefault(result => !result.IsUsable);
        var why = unusable is { Document: null } ? $"{unusable.Source.Name} could not be read."
            : unusable is not null ? $"AWS refuses {unusable.Source.Name} as it stands."
            : "no trust policy was given.";
        if (unusable is not null || trust is null)
            return [ChainStep.Skipped(ChainStepName.Decision, role, $"Not decided: {why}") with { Chain = role }];
        try
        {
            var question = new RoleQuestion
            {
                Caller = AccessPrincipal.Service(string.Empty),
                Target = target,
                Policies = new PolicySet { Identity = [.. workers.Select(Name)], Trust = Name(trust) },
                Unread = workers.Length > 0 ? [] : [new(PolicyKind.Identity, "The worker's policy", "it was not given.")],
                Context = OfflineCallers.ContextWithoutCaller(request),
            };
            var callers = OfflineCallers.FindAll(request, [.. workers.Select(worker => worker.Document!)], trust.Document!, target);
            return IndeterminateReason.JoinCallers(callers, [.. callers.Select(caller => Decide(question, caller))]);
        }
        catch (AssumeRoleException error)
        {
            return [ChainStep.Failed(ChainStepName.Decision, error.Finding) with { Chain = role }];
        }
    }

    private IReadOnlyList<ChainStep> Decide(RoleQuestion question, OfflineCaller caller) =>
        new RoleDecision(time).Decide(question with { Caller = caller.Principal });

    private static NamedPolicy Name(PolicyLintResult result) => new(result.Source.Name, result.Document!);
}

internal sealed record OfflineChainRequest
{
    public required IReadOnlyList<RoleRequest> Targets { get; init; }

    public IReadOnlyList<PolicySource> WorkerPolicies { get; init; } = [];

    public PolicySource? TrustPolicy { get; init; }

    /// <summary>Null: aws:PrincipalArn of the context or of a condition of the worker's policies; else any caller.</summary>
    public string? CallerArn { get; init; }

    /// <summary>As <see cref="RoleQuestion.Context"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Context { get; init; } =
        ImmutableDictionary<string, IReadOnlyList<string>>.Empty;
}
