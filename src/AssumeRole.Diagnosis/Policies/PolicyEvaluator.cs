namespace AssumeRole.Policies;

/// <summary>
/// IAM's decision (IAM guide, "policy evaluation logic", "cross-account policy evaluation logic" and "Principal"): an explicit
/// deny wins; then what must allow depends on how closely the resource's policy names who asks, and on whether the account is
/// the same.
/// </summary>
public static class PolicyEvaluator
{
    /// <summary>Decides a request.</summary>
    /// <param name="request">Who asks for what.</param>
    /// <param name="policies">The policies that have a say.</param>
    public static PolicyDecision Evaluate(AccessRequest request, PolicySet policies)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(policies);
        return FindDeny(request, policies) ?? FindLimit(request, policies) ?? FindAllow(request, policies);
    }

    /// <summary>
    /// What policies of one kind say on their own, whatever the others say: for explaining a decision, not for making one.
    /// </summary>
    internal static PolicyDecision EvaluateSide(PolicyKind kind, IReadOnlyList<NamedPolicy> policies, AccessRequest request)
    {
        foreach (var policy in policies)
        {
            if (Find(PolicyEffect.Deny, kind, policy, request, out _) is { } statement)
                return new PolicyDecision(PolicyOutcome.ExplicitDeny, kind, policy.Name, statement);
        }

        return FindAny(kind, policies, request);
    }

    private static PolicyDecision? FindDeny(AccessRequest request, PolicySet policies)
    {
        foreach (var (kind, policy) in policies.All())
        {
            if (!Concerns(kind, request.Principal)) continue;
            if (Find(PolicyEffect.Deny, kind, policy, request, out _) is { } statement)
                return new PolicyDecision(PolicyOutcome.ExplicitDeny, kind, policy.Name, statement);
        }

        return null;
    }

    /// <summary>
    /// The organisation's policies and the endpoint's grant nothing, but where there are any, they must allow; that holds for a
    /// session named as such too.
    /// </summary>
    private static PolicyDecision? FindLimit(AccessRequest request, PolicySet policies)
    {
        NamedPolicy[] endpoint = policies.VpcEndpoint is { } policy ? [policy] : [];
        foreach (var (kind, limits) in new[]
        {
            (PolicyKind.ResourceControl, policies.ResourceControl),
            (PolicyKind.ServiceControl, policies.ServiceControl),
            (PolicyKind.VpcEndpoint, endpoint),
        })
        {
            if (limits.Count == 0 || !Concerns(kind, request.Principal)) continue;
            if (FindAny(kind, limits, request) is { IsAllowed: false } outside) return outside;
        }

        return null;
    }

    /// <summary>Services are outside an organisation's policies, and only users and roles belong to an account.</summary>
    private static bool Concerns(PolicyKind kind, AccessPrincipal principal) => kind switch
    {
        PolicyKind.ServiceControl => principal.Type == PolicyPrincipalType.Aws,
        PolicyKind.ResourceControl => principal.Type != PolicyPrincipalType.Service,
        _ => true,
    };

    private static bool NamesPrincipals(PolicyKind kind) =>
        kind is PolicyKind.Trust or PolicyKind.Resource or PolicyKind.ResourceControl or PolicyKind.VpcEndpoint;

    private static PolicyDecision FindAllow(AccessRequest request, PolicySet policies)
    {
        var kind = policies.Trust is null ? PolicyKind.Resource : PolicyKind.Trust;
        var (grant, match) = FindGrant(kind, policies.Trust ?? policies.Resource, request);
        if (grant is null && kind == PolicyKind.Trust) return PolicyDecision.NoneAllows(kind);

        // Services and federated users have no policies of their own.
        if (request.Principal.Type != PolicyPrincipalType.Aws) return grant ?? PolicyDecision.NoneAllows(kind);

        var sameAccount = request.Principal.Account == request.ResourceAccount;
        if (!sameAccount && grant is null) return PolicyDecision.NoneAllows(kind);

        // A user or session named as such, in its own account, needs nothing else.
        if (sameAccount && grant is not null && match == PrincipalMatch.Exact) return grant;

        // A role named in its own account needs no identity policy, but its boundary and session policies still limit it.
        var decision = sameAccount && grant is not null && match == PrincipalMatch.Role
            ? grant
            : FindAny(PolicyKind.Identity, policies.Identity, request);
        if (!decision.IsAllowed) return decision;

        if (policies.PermissionsBoundary is { } boundary
            && FindAny(PolicyKind.PermissionsBoundary, [boundary], request) is { IsAllowed: false } outOfBounds)
        {
            return outOfBounds;
        }

        if (policies.Session.Count > 0
            && FindAny(PolicyKind.Session, policies.Session, request) is { IsAllowed: false } outOfSession)
        {
            return outOfSession;
        }

        return decision;
    }

    /// <summary>The statement that allows who asks most closely by name.</summary>
    private static (PolicyDecision? Grant, PrincipalMatch Match) FindGrant(
        PolicyKind kind, NamedPolicy? policy, AccessRequest request)
    {
        if (policy is null || Find(PolicyEffect.Allow, kind, policy, request, out var match) is not { } statement)
            return (null, PrincipalMatch.None);
        return (new PolicyDecision(PolicyOutcome.Allowed, kind, policy.Name, statement), match);
    }

    private static PolicyDecision FindAny(PolicyKind kind, IReadOnlyList<NamedPolicy> policies, AccessRequest request)
    {
        foreach (var policy in policies)
        {
            if (Find(PolicyEffect.Allow, kind, policy, request, out _) is { } statement)
                return new PolicyDecision(PolicyOutcome.Allowed, kind, policy.Name, statement);
        }

        return PolicyDecision.NoneAllows(kind);
    }

    private static PolicyStatement? Find(
        PolicyEffect effect, PolicyKind kind, NamedPolicy policy, AccessRequest request, out PrincipalMatch match)
    {
        PolicyStatement? found = null;
        match = PrincipalMatch.None;
        var namesPrincipals = NamesPrincipals(kind);
        foreach (var statement in policy.Document.Statements)
        {
            if (statement.Effect != effect) continue;
            var fit = namesPrincipals ? StatementMatcher.MatchPrincipal(statement, request.Principal) : PrincipalMatch.Exact;
            if (fit <= match) continue;
            if (!StatementMatcher.Applies(policy.Document, statement, request, kind == PolicyKind.Trust)) continue;
            found = statement;
            match = fit;
        }

        return found;
    }
}
