using AssumeRole.Chains;
using AssumeRole.Policies;

namespace AssumeRole.Checks;

/// <summary>Names the causes of a denial that documents show. They are certain: nothing else was asked than the documents.</summary>
internal static class DenialExplanation
{
    private const string ExternalIdKey = "sts:ExternalId";

    /// <summary>The causes, that of the decision first.</summary>
    /// <param name="decision">What was decided, all policies together.</param>
    /// <param name="sides">What each side says on its own.</param>
    /// <param name="policies">The policies.</param>
    /// <param name="request">The request.</param>
    public static IReadOnlyList<DenialCandidate> Find(
        PolicyDecision decision, IReadOnlyList<DecisionSide> sides, PolicySet policies, AccessRequest request)
    {
        var denying = sides.Where(side => !side.Decision.IsAllowed && IsCause(side, decision, request)).ToArray();
        var found = denying
            .OrderByDescending(side => side.Kind == decision.Kind)
            .Select(side => Candidate(side, policies));
        return denying.Any(side => side.Kind == decision.Kind) ? [.. found] : [Limit(decision), .. found];
    }

    /// <summary>
    /// Across accounts each side must allow. Within one, what the caller's own policies lack is no cause as long as the trust
    /// policy could still name the caller; what they deny is.
    /// </summary>
    private static bool IsCause(DecisionSide side, PolicyDecision decision, AccessRequest request) =>
        side.Kind == decision.Kind
        || side.Kind == PolicyKind.Trust
        || side.Decision.Outcome == PolicyOutcome.ExplicitDeny
        || request.Principal.Account != request.ResourceAccount;

    private static DenialCandidate Candidate(DecisionSide side, PolicySet policies)
    {
        var cause = side.Request.Action switch
        {
            RoleCall.TagSession => DenialCause.SessionTags,
            RoleCall.SetSourceIdentity => DenialCause.SourceIdentity,
            _ when side.Kind == PolicyKind.Identity => DenialCause.IdentityPolicy,
            _ => IsForExternalId(side, policies) ? DenialCause.ExternalId : DenialCause.TrustPolicy,
        };
        return new DenialCandidate(
            cause, true, PlainText.Clean(side.Describe(isNeeded: true)), PlainText.Clean(DecisionRemedy.For(side)));
    }

    /// <summary>Whether the trust policy would allow the request if it did not ask for an external id.</summary>
    private static bool IsForExternalId(DecisionSide side, PolicySet policies)
    {
        if (policies.Trust is not { } trust) return false;
        var statements = trust.Document.Statements
            .Where(statement => statement.Effect == PolicyEffect.Allow || !statement.Conditions.Any(IsOnExternalId))
            .Select(statement => statement with { Conditions = [.. statement.Conditions.Where(item => !IsOnExternalId(item))] });
        var open = trust with { Document = trust.Document with { Statements = [.. statements] } };
        return PolicyEvaluator.EvaluateSide(PolicyKind.Trust, [open], side.Request).IsAllowed;
    }

    private static bool IsOnExternalId(PolicyCondition condition) =>
        condition.Key.Equals(ExternalIdKey, StringComparison.OrdinalIgnoreCase);

    /// <summary>A policy that is neither side's and denies, or does not allow, whatever the sides say.</summary>
    private static DenialCandidate Limit(PolicyDecision decision)
    {
        var (cause, what) = decision.Kind switch
        {
            PolicyKind.ServiceControl => (DenialCause.OrganizationPolicy, "service control policy"),
            PolicyKind.ResourceControl => (DenialCause.OrganizationPolicy, "resource control policy"),
            PolicyKind.PermissionsBoundary => (DenialCause.PermissionsBoundary, "permissions boundary"),
            PolicyKind.Session => (DenialCause.SessionPolicy, "session policy"),
            PolicyKind.VpcEndpoint => (DenialCause.EndpointPolicy, "VPC endpoint policy"),
            PolicyKind.Identity => (DenialCause.IdentityPolicy, "identity policy"),
            _ => (DenialCause.TrustPolicy, "trust policy"),
        };
        return decision.Statement is { } statement
            ? new DenialCandidate(
                cause,
                true,
                $"The {what} {DecisionSide.Name(decision.PolicyName!, statement)}, denies it.",
                $"Remove or narrow the statement that denies it in the {what}.")
            : new DenialCandidate(
                cause, true, $"No {what} allows it.", $"Allow the action on the role in the {what}, or have its owner do so.");
    }
}
