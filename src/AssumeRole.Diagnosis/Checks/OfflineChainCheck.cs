using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Policies;
using AssumeRole.Policies.Lint;
using AssumeRole.Roles;

namespace AssumeRole.Checks;

/// <summary>
/// Checks a worker's policies and a role's trust policy without asking AWS: what is wrong with the documents, and what they
/// decide together.
/// </summary>
/// <param name="time">The clock for conditions on the time of the call.</param>
internal sealed class OfflineChainCheck(TimeProvider time)
{
    /// <summary>
    /// Checks. The steps are those of the worker's policies, those of the trust policy, and for each target a decision on each
    /// action that it takes.
    /// </summary>
    /// <param name="request">What to check.</param>
    public IReadOnlyList<ChainStep> Check(OfflineChainRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var workers = request.WorkerPolicies.Select(source => PolicyLint.Check(source, PolicyKind.Identity)).ToArray();
        var trust = request.TrustPolicy is { } text ? PolicyLint.Check(text, PolicyKind.Trust) : null;
        return
        [
            .. workers.Length == 0
                ? [ChainStep.Skipped(ChainStepName.WorkerPolicy, string.Empty, "No policy of the worker was given.")]
                : workers.SelectMany(result => PolicySteps.Of(ChainStepName.WorkerPolicy, result)),
            .. trust is null
                ? [ChainStep.Skipped(ChainStepName.TrustPolicy, string.Empty, "No trust policy was given.")]
                : PolicySteps.Of(ChainStepName.TrustPolicy, trust),
            .. request.Targets.SelectMany(target => Decide(request, target, workers, trust)),
        ];
    }

    private IEnumerable<ChainStep> Decide(
        OfflineChainRequest request, RoleRequest target, PolicyLintResult[] workers, PolicyLintResult? trust)
    {
        var role = target.Role.ToString();
        var unusable = workers.Append(trust).OfType<PolicyLintResult>().FirstOrDefault(result => !result.IsUsable);
        if (unusable is not null) return [Skipped(role, Why(unusable))];
        if (trust is null) return [Skipped(role, "Not decided: no trust policy was given.")];
        try
        {
            var question = new RoleQuestion
            {
                Caller = AccessPrincipal.Service(string.Empty),
                Target = target,
                Policies = new PolicySet
                {
                    Identity = [.. workers.Select(Name)],
                    Trust = Name(trust),
                },
                Unread = workers.Length > 0 ? [] : [new(PolicyKind.Identity, "The worker's policy", "it was not given.")],
                Context = OfflineCallers.ContextOf(request),
            };
            var callers = OfflineCallers.FindAll(request, trust.Document!, target);
            return CallerDoubt.Join(callers, [.. callers.Select(caller => Decide(question, caller))]);
        }
        catch (AssumeRoleException error)
        {
            return [ChainStep.Failed(ChainStepName.Decision, error.Finding, TimeSpan.Zero) with { Chain = role }];
        }
    }

    private IReadOnlyList<ChainStep> Decide(RoleQuestion question, OfflineCaller caller) =>
        new RoleDecision(time).Decide(question with { Caller = caller.Principal, IsCallerNameless = caller.IsNameless });

    private static NamedPolicy Name(PolicyLintResult result) => new(result.Source.Name, result.Document!);

    private static ChainStep Skipped(string role, string why) =>
        ChainStep.Skipped(ChainStepName.Decision, role, why) with { Chain = role };

    private static string Why(PolicyLintResult result) => result.Document is null
        ? $"Not decided: {result.Source.Name} could not be read."
        : $"Not decided: AWS refuses {result.Source.Name} as it stands.";
}
