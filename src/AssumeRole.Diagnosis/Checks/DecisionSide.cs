using AssumeRole.Policies;

namespace AssumeRole.Checks;

/// <summary>The decision of the policies of one side, the caller's or the role's, by themselves.</summary>
internal sealed record DecisionSide(PolicyKind Kind, PolicyDecision Decision, NearMiss? Nearest, AccessRequest Request)
{
    public static DecisionSide Evaluate(PolicyKind kind, PolicySet policies, AccessRequest request)
    {
        IReadOnlyList<NamedPolicy> own = kind == PolicyKind.Identity ? policies.Identity : policies.Trust is { } trust ? [trust] : [];
        var decision = PolicyEvaluator.EvaluateSide(kind, own, request);
        var nearest = decision.Outcome == PolicyOutcome.ImplicitDeny ? NearMiss.FindNearest(kind, own, request) : null;
        return new DecisionSide(kind, decision, nearest, request);
    }

    public string Describe(bool isNeeded)
    {
        var label = Kind == PolicyKind.Identity ? "Identity" : "Trust";
        if (Decision.Statement is { } statement)
            return $"{label}: {Name(Decision.PolicyName!, statement)}, {(Decision.IsAllowed ? "allows" : "denies")} it.";
        var nearest = Nearest is null
            ? ""
            : $"; nearest is {Name(Nearest.Policy.Name, Nearest.Statement)}: {Nearest.Describe(Request)}";
        return isNeeded
            ? $"{label}: no statement allows it{nearest}."
            : $"{label}: no statement allows it, and none need to: the trust policy names the caller in its own account.";
    }

    public static string Name(string policy, PolicyStatement statement) =>
        string.IsNullOrEmpty(statement.Sid)
            ? $"{policy}, statement {statement.Index}"
            : $"{policy}, statement {statement.Index} ({PlainText.Shorten(statement.Sid)})";
}

/// <summary>A statement that could allow a request, and the elements that do not match it.</summary>
internal sealed record NearMiss(
    NamedPolicy Policy,
    PolicyStatement Statement,
    bool Principal,
    bool Action,
    bool Resource,
    IReadOnlyList<PolicyCondition> Conditions)
{
    public int Count => (Principal ? 1 : 0) + (Action ? 1 : 0) + (Resource ? 1 : 0) + Conditions.Count;

    /// <summary>The statement with the fewest mismatches, or null if no statement allows anything.</summary>
    public static NearMiss? FindNearest(PolicyKind kind, IReadOnlyList<NamedPolicy> policies, AccessRequest request) => policies
        .SelectMany(policy => policy.Document.Statements, (policy, statement) => (Policy: policy, Statement: statement))
        .Where(pair => pair.Statement.Effect == PolicyEffect.Allow)
        .Select(pair => Compare(kind, pair.Policy, pair.Statement, request))
        .MinBy(miss => miss.Count);

    /// <summary>The mismatches as a clause. It omits the values of conditions, since an external id is confidential.</summary>
    public string Describe(AccessRequest request)
    {
        List<string> parts = [];
        if (Principal) Add("Principal", Statement.Principals?.Negated, Statement.Principals?.Values.Select(item => item.Value));
        if (Action) Add("Action", Statement.Actions?.Negated, Statement.Actions?.Values);
        if (Resource) Add("Resource", Statement.Resources?.Negated, Statement.Resources?.Values);
        parts.AddRange(Conditions.Select(condition =>
            $"its condition {condition.OperatorName} on {condition.Key} does not hold"
            + (request.Context[condition.Key].Count == 0 ? " (the call has no such key)" : "")));
        return string.Join(", and ", parts);

        void Add(string element, bool? isNegated, IEnumerable<string>? values) =>
            parts.Add($"its {(isNegated == true ? $"Not{element}" : element)} is {Values(values)}");
    }

    private static NearMiss Compare(PolicyKind kind, NamedPolicy policy, PolicyStatement statement, AccessRequest request)
    {
        var document = policy.Document;
        var isTrust = kind == PolicyKind.Trust;
        return new NearMiss(
            policy,
            statement,
            isTrust && StatementMatcher.MatchPrincipal(statement, request.Principal) == PrincipalMatch.None,
            !StatementMatcher.ActionFits(statement, request.Action),
            !isTrust && !StatementMatcher.ResourceFits(document, statement, request, kind),
            [.. statement.Conditions.Where(item => !ConditionEvaluator.Holds(item, request.Context, document.HasVariables))]);
    }

    private static string Values(IEnumerable<string>? values)
    {
        const int shown = 3;
        var all = values?.ToArray() ?? [];
        if (all.Length == 0) return "missing";
        var text = string.Join(", ", all.Take(shown).Select(value => PlainText.Shorten(value)));
        return all.Length > shown ? $"{text} and {all.Length - shown} more" : text;
    }
}
