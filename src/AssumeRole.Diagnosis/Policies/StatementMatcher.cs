namespace AssumeRole.Policies;

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
