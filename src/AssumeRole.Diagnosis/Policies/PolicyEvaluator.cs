namespace AssumeRole.Policies;

/// <summary>IAM's decision (IAM guide, "policy evaluation logic", "cross-account policy evaluation logic" and "Principal"): an explicit
/// deny wins; then the policies that must allow depend on how closely the resource's policy names the principal, and on whether the account
/// is the same.</summary>
internal static class PolicyEvaluator
{
    public static PolicyDecision Evaluate(AccessRequest request, PolicySet policies) =>
        FindDeny(policies, request) ?? FindOutside(request, policies) ?? FindAllow(request, policies);

    /// <summary>The decision of one kind of policy alone, to explain a decision.</summary>
    public static PolicyDecision EvaluateSide(PolicyKind kind, IReadOnlyList<NamedPolicy> policies, AccessRequest request) =>
        FindDeny(policies.Select(policy => (kind, policy)), request, hasBoundary: false) ?? FindAny(kind, policies, request);

    private static PolicyDecision? FindDeny(PolicySet policies, AccessRequest request) =>
        FindDeny(policies.All(), request, policies.PermissionsBoundary is not null);

    private static PolicyDecision? FindDeny(
        IEnumerable<(PolicyKind Kind, NamedPolicy Policy)> policies, AccessRequest request, bool hasBoundary) => policies
        .Where(item => Concerns(item.Kind, request))
        .Select(item => Find(PolicyEffect.Deny, item.Kind, item.Policy, request, out _, hasBoundary))
        .FirstOrDefault(decision => decision is not null);

    /// <summary>The policies around both accounts. RCPFullAWSAccess, which allows everything, is on every level of resource control policies
    /// and cannot be detached, so that only their denials count (Organizations guide, "RCP evaluation").</summary>
    private static PolicyDecision? FindOutside(AccessRequest request, PolicySet policies)
    {
        if (Concerns(PolicyKind.ServiceControl, request))
        {
            // Organizations guide, "SCP evaluation": an allow is needed on every level from the root to the account.
            foreach (var level in policies.ServiceControl)
                if (FindAny(PolicyKind.ServiceControl, level, request) is { IsAllowed: false } outside) return outside;
        }

        return policies.VpcEndpoint is { } endpoint ? FindLimit(PolicyKind.VpcEndpoint, [endpoint], request) : null;
    }

    /// <summary>Such policies grant nothing, but where there are any of a kind, one must allow.</summary>
    private static PolicyDecision? FindLimit(PolicyKind kind, IReadOnlyList<NamedPolicy> limits, AccessRequest request) =>
        limits.Count > 0 && FindAny(kind, limits, request) is { IsAllowed: false } outside ? outside : null;

    /// <summary>Service control policies bind the users and roles of an account, and resource control policies everyone. A role that is
    /// linked to a service is outside both (Organizations guide, "tasks and entities not restricted by SCPs" and "… by RCPs").</summary>
    private static bool Concerns(PolicyKind kind, AccessRequest request) => kind switch
    {
        PolicyKind.ServiceControl => request.Principal.Type == PolicyPrincipalType.Aws && !IsServiceLinked(request.Principal.RoleArn),
        PolicyKind.ResourceControl => request.Principal.Type != PolicyPrincipalType.Service || !IsServiceLinked(request.Resource),
        _ => true,
    };

    private static bool IsServiceLinked(string? roleArn) => roleArn?.Contains(":role/aws-service-role/", StringComparison.Ordinal) == true;

    private static PolicyDecision FindAllow(AccessRequest request, PolicySet policies)
    {
        var kind = policies.Trust is null ? PolicyKind.Resource : PolicyKind.Trust;
        var match = PrincipalMatch.None;
        var grant = (policies.Trust ?? policies.Resource) is { } policy ? Find(PolicyEffect.Allow, kind, policy, request, out match) : null;
        if (grant is null && kind == PolicyKind.Trust) return PolicyDecision.NoneAllows(kind);

        // Services and federated users have no policies of their own.
        if (request.Principal.Type != PolicyPrincipalType.Aws) return grant ?? PolicyDecision.NoneAllows(kind);

        var sameAccount = request.Principal.Account == request.ResourceAccount;
        if (!sameAccount && grant is null) return PolicyDecision.NoneAllows(kind);

        // A user or session named as such, or everyone, in its own account needs nothing else. A boundary or session policy does not limit
        // what a wildcard principal grants, with or without aws:PrincipalArn (IAM guide, "Principal", IAM role principals).
        if (sameAccount && grant is not null && match == PrincipalMatch.Exact) return grant;

        // A role named in its own account needs no identity policy, but its boundary and session policies still limit it.
        var decision = sameAccount && grant is not null && match == PrincipalMatch.Role
            ? grant
            : FindAny(PolicyKind.Identity, policies.Identity, request);
        if (!decision.IsAllowed) return decision;
        return (policies.PermissionsBoundary is { } boundary ? FindLimit(PolicyKind.PermissionsBoundary, [boundary], request) : null)
            ?? FindLimit(PolicyKind.Session, policies.Session, request)
            ?? decision;
    }

    private static PolicyDecision FindAny(PolicyKind kind, IReadOnlyList<NamedPolicy> policies, AccessRequest request) => policies
        .Select(policy => Find(PolicyEffect.Allow, kind, policy, request, out _))
        .FirstOrDefault(decision => decision is not null) ?? PolicyDecision.NoneAllows(kind);

    /// <summary>The decision of the statement that names the principal most closely.</summary>
    /// <param name="hasBoundary">A Deny with NotPrincipal always denies a caller with a permissions boundary (IAM guide, "NotPrincipal").</param>
    private static PolicyDecision? Find(
        PolicyEffect effect, PolicyKind kind, NamedPolicy policy, AccessRequest request, out PrincipalMatch match, bool hasBoundary = false)
    {
        PolicyStatement? found = null;
        match = PrincipalMatch.None;
        var namesPrincipals = PolicyGrammar.NamesPrincipals(kind);
        foreach (var statement in policy.Document.Statements)
        {
            if (statement.Effect != effect) continue;
            var isOpen = !namesPrincipals || (hasBoundary && effect == PolicyEffect.Deny && statement.Principals?.Negated == true);
            var fit = isOpen ? PrincipalMatch.Exact : StatementMatcher.MatchPrincipal(statement, request.Principal);
            if (fit <= match) continue;
            if (!StatementMatcher.Applies(policy.Document, statement, request, kind)) continue;
            found = statement;
            match = fit;
        }

        if (found is null) return null;
        var outcome = effect == PolicyEffect.Allow ? PolicyOutcome.Allowed : PolicyOutcome.ExplicitDeny;
        return new PolicyDecision(outcome, kind, policy.Name, found);
    }
}

/// <summary><c>Kind</c> is the kind of policy that decides; policy and statement are null if none allows.</summary>
internal sealed record PolicyDecision(PolicyOutcome Outcome, PolicyKind Kind, string? PolicyName, PolicyStatement? Statement)
{
    public bool IsAllowed => Outcome == PolicyOutcome.Allowed;

    public static PolicyDecision NoneAllows(PolicyKind kind) => new(PolicyOutcome.ImplicitDeny, kind, null, null);
}

internal enum PolicyOutcome { Allowed, ImplicitDeny, ExplicitDeny }

internal static class StatementMatcher
{
    /// <summary>Whether action, resource and conditions match. The principal is matched separately.</summary>
    public static bool Applies(PolicyDocument document, PolicyStatement statement, AccessRequest request, PolicyKind kind)
    {
        if (!ActionFits(statement, request.Action)) return false;
        if (kind != PolicyKind.Trust && !ResourceFits(document, statement, request, kind)) return false;
        return statement.Conditions.All(condition => ConditionEvaluator.Holds(condition, request.Context, document.HasVariables));
    }

    public static bool ActionFits(PolicyStatement statement, string action)
    {
        if (statement.Actions is not { } actions) return false;
        var fits = actions.Values.Any(value => WildcardPattern.Parse(value).IsMatch(action, ignoreCase: true));
        return fits != actions.Negated;
    }

    public static PrincipalMatch MatchPrincipal(PolicyStatement statement, AccessPrincipal principal)
    {
        if (statement.Principals is not { } principals) return PrincipalMatch.None;
        var best = principals.Values.Select(named => Match(named, principal)).DefaultIfEmpty().Max();
        if (!principals.Negated) return best;
        return best == PrincipalMatch.None ? PrincipalMatch.Exact : PrincipalMatch.None;
    }

    public static bool ResourceFits(PolicyDocument document, PolicyStatement statement, AccessRequest request, PolicyKind kind)
    {
        if (statement.Resources is not { } resources) return false;
        var isIdentityBased = kind is PolicyKind.Identity or PolicyKind.PermissionsBoundary or PolicyKind.Session;
        var fits = resources.Values.Any(value =>
            (document.HasVariables ? PolicyVariables.ExpandResource(value, request.Context) : WildcardPattern.Parse(value))
                ?.IsResourceMatch(request.Resource, isIdentityBased) == true);
        return fits != resources.Negated;
    }

    private static PrincipalMatch Match(PolicyPrincipal named, AccessPrincipal principal)
    {
        if (named.Type == PolicyPrincipalType.Anyone) return PrincipalMatch.Exact;
        if (named.Type != principal.Type) return PrincipalMatch.None;
        if (named.Value == principal.Name) return PrincipalMatch.Exact;
        if (principal.RoleArn is not null && named.Value == principal.RoleArn) return PrincipalMatch.Role;
        return named.Account is { } account && account == principal.Account ? PrincipalMatch.Account : PrincipalMatch.None;
    }
}

internal enum PrincipalMatch
{
    None,

    /// <summary>It names the account, which delegates to that account's own policies.</summary>
    Account,

    /// <summary>It names the session's role.</summary>
    Role,

    /// <summary>It names the user, the session itself, the service, the provider or everyone.</summary>
    Exact,
}
