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

/// <summary>A decision and what it rests on.</summary>
/// <param name="Outcome">The decision.</param>
/// <param name="Kind">The kind of policy that decided: the one that allows, denies, or fails to allow.</param>
/// <param name="PolicyName">The policy that allows or denies; null if the decision is that none allows.</param>
/// <param name="Statement">The statement of that policy.</param>
public sealed record PolicyDecision(PolicyOutcome Outcome, PolicyKind Kind, string? PolicyName, PolicyStatement? Statement)
{
    /// <summary>Whether the request is allowed.</summary>
    public bool IsAllowed => Outcome == PolicyOutcome.Allowed;

    internal static PolicyDecision NoneAllows(PolicyKind kind) => new(PolicyOutcome.ImplicitDeny, kind, null, null);
}

/// <summary>How a request is decided.</summary>
public enum PolicyOutcome
{
    /// <summary>Everything that must allow does, and nothing denies.</summary>
    Allowed,

    /// <summary>Something that must allow does not.</summary>
    ImplicitDeny,

    /// <summary>A statement denies.</summary>
    ExplicitDeny,
}

/// <summary>Tells whether a statement applies to a request.</summary>
internal static class StatementMatcher
{
    /// <summary>Whether action, resource and conditions fit; the principal is matched on its own.</summary>
    public static bool Applies(PolicyDocument document, PolicyStatement statement, AccessRequest request, bool isTrust)
    {
        if (!ActionFits(statement, request.Action)) return false;
        if (!isTrust && !ResourceFits(document, statement, request)) return false;
        return statement.Conditions.All(condition => ConditionEvaluator.Holds(condition, request.Context, document.HasVariables));
    }

    /// <summary>Whether Action or NotAction fits.</summary>
    public static bool ActionFits(PolicyStatement statement, string action)
    {
        if (statement.Actions is not { } actions) return false;
        var fits = actions.Values.Any(value => WildcardPattern.Of(value).IsMatch(action, ignoreCase: true));
        return fits != actions.Negated;
    }

    /// <summary>How the statement's Principal fits who asks.</summary>
    public static PrincipalMatch MatchPrincipal(PolicyStatement statement, AccessPrincipal principal)
    {
        if (statement.Principals is not { } principals) return PrincipalMatch.None;
        var best = PrincipalMatch.None;
        foreach (var named in principals.Values)
        {
            var match = Match(named, principal);
            if (match > best) best = match;
        }

        if (!principals.Negated) return best;
        return best == PrincipalMatch.None ? PrincipalMatch.Role : PrincipalMatch.None;
    }

    /// <summary>Whether Resource or NotResource fits.</summary>
    public static bool ResourceFits(PolicyDocument document, PolicyStatement statement, AccessRequest request)
    {
        if (statement.Resources is not { } resources) return false;
        var fits = resources.Values.Any(value =>
            (document.HasVariables ? PolicyVariables.ExpandResource(value, request.Context) : WildcardPattern.Of(value))
                ?.IsMatch(request.Resource, ignoreCase: false) == true);
        return fits != resources.Negated;
    }

    private static PrincipalMatch Match(PolicyPrincipal named, AccessPrincipal principal)
    {
        if (named.Type == PolicyPrincipalType.Anyone) return PrincipalMatch.Role;
        if (named.Type != principal.Type) return PrincipalMatch.None;
        if (named.Value == principal.Name) return PrincipalMatch.Exact;
        if (principal.RoleArn is not null && named.Value == principal.RoleArn) return PrincipalMatch.Role;
        return named.Account is { } account && account == principal.Account ? PrincipalMatch.Account : PrincipalMatch.None;
    }
}

/// <summary>How closely a statement's Principal fits who asks, from not at all to by name.</summary>
internal enum PrincipalMatch
{
    /// <summary>It does not fit.</summary>
    None,

    /// <summary>It names the account, which delegates to that account's own policies.</summary>
    Account,

    /// <summary>It names the role of the session, or everyone.</summary>
    Role,

    /// <summary>It names the user, the very session, the service or the provider.</summary>
    Exact,
}
