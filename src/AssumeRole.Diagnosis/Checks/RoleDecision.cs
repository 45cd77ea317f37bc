using System.Collections.Immutable;
using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Policies;
using AssumeRole.Roles;

namespace AssumeRole.Checks;

/// <summary>Decides from policies whether a caller may assume a role, and names the statements that decide.</summary>
internal sealed class RoleDecision(TimeProvider time)
{
    /// <summary>Returns a step for each action that must be allowed, sts:AssumeRole first.</summary>
    public IReadOnlyList<ChainStep> Decide(RoleQuestion question)
    {
        question = WithTrust(question);
        var call = RoleCall.Create(question.Target, question.Caller);
        var account = question.Target.Role.Account;
        var known = KnownContext.Create(question.Caller, call, account, time.GetUtcNow(), question.Context);
        var role = question.Target.Role.ToString();
        return
        [
            .. call.Actions
                .Select(action => new AccessRequest(question.Caller, action, role, account, known.Keys))
                .Select(request => Decide(question, request, known) with { Chain = role }),
        ];
    }

    /// <summary>A role always has a trust policy: a missing one counts as unread.</summary>
    private static RoleQuestion WithTrust(RoleQuestion question)
    {
        var isThere = question.Policies.Trust is not null || question.Unread.Any(policy => policy.Kind == PolicyKind.Trust);
        var missing = new UnreadPolicy(PolicyKind.Trust, "The role's trust policy", "it was not given.");
        return isThere ? question : question with { Unread = [.. question.Unread, missing] };
    }

    private static ChainStep Decide(RoleQuestion question, AccessRequest request, KnownContext known)
    {
        var inFavour = new PolicyAssumption(known, inFavour: true);
        var against = new PolicyAssumption(known, inFavour: false);
        var best = inFavour.Settle(question.Policies, question.Unread);
        if (PolicyEvaluator.Evaluate(request, best) is { IsAllowed: false } denied) return Denied(request, best, denied);
        var worst = against.Settle(question.Policies, question.Unread);
        if (PolicyEvaluator.Evaluate(request, worst).IsAllowed)
        {
            var seen = Evidence(request, Sides(request, worst), isAllowed: true);
            return ChainStep.Passed(ChainStepName.Decision, request.Resource, seen);
        }

        var evidence = Evidence(request, Sides(request, best), isAllowed: true);
        var finding = IndeterminateReason.Explain(question, request, inFavour, against, evidence);
        return ChainStep.Found(ChainStepName.Decision, ChainStepStatus.Indeterminate, finding);
    }

    private static ChainStep Denied(AccessRequest request, PolicySet policies, PolicyDecision decision)
    {
        var sides = Sides(request, policies);
        var candidates = DenialExplanation.Find(decision, sides, policies, request);
        var finding = FindingCatalogue.AssumeDenied.For(
            request.Resource,
            Evidence(request, sides, isAllowed: false),
            Cause(candidates[0].Cause, request.Action),
            string.Join(' ', candidates.Select(candidate => candidate.Remedy).Distinct()));
        return ChainStep.Failed(ChainStepName.Decision, finding) with { Candidates = candidates };
    }

    /// <summary>The role's side, and the caller's side if the caller has policies of its own.</summary>
    private static IReadOnlyList<DecisionSide> Sides(AccessRequest request, PolicySet policies)
    {
        var trust = DecisionSide.Evaluate(PolicyKind.Trust, policies, request);
        return request.Principal.Type == PolicyPrincipalType.Aws
            ? [DecisionSide.Evaluate(PolicyKind.Identity, policies, request), trust]
            : [trust];
    }

    private static string Evidence(AccessRequest request, IReadOnlyList<DecisionSide> sides, bool isAllowed) =>
        PlainText.Clean(string.Join(' ', sides.Select(side => side.Describe(isNeeded: !isAllowed))
            .Prepend($"{request.Action} by {request.Principal.RoleArn ?? request.Principal.Name}.")));

    private static string Cause(DenialCause cause, string action) => cause switch
    {
        DenialCause.IdentityPolicy => $"The caller's own policies do not let it call {action} on this role.",
        DenialCause.TrustPolicy => "The role's trust policy does not let this caller in.",
        DenialCause.ExternalId => "The role's trust policy asks for another external id than the one that is sent, or for one at all.",
        DenialCause.SessionTags => $"Session tags are sent, and {action} is not allowed.",
        DenialCause.SourceIdentity => $"A source identity is sent, and {action} is not allowed.",
        DenialCause.OrganizationPolicy => "A policy of the organisation does not allow it.",
        DenialCause.PermissionsBoundary => "The caller's permissions boundary does not allow it.",
        DenialCause.SessionPolicy => "The session policy of the caller's own session does not allow it.",
        DenialCause.EndpointPolicy => "The policy of the VPC endpoint does not allow it.",
        _ => FindingCatalogue.AssumeDenied.Cause,
    };
}

internal sealed record RoleQuestion
{
    /// <summary>A role's session, a user, a service such as ec2.amazonaws.com, or an identity provider.</summary>
    public required AccessPrincipal Caller { get; init; }

    public required RoleRequest Target { get; init; }

    public required PolicySet Policies { get; init; }

    /// <summary>Policies that exist but were not or not completely read; each may allow or deny anything.</summary>
    public IReadOnlyList<UnreadPolicy> Unread { get; init; } = [];

    /// <summary>Keys that the call does not carry, such as aws:SourceIp. Known to be absent without values; unknown if missing.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Context { get; init; } =
        ImmutableDictionary<string, IReadOnlyList<string>>.Empty;
}
