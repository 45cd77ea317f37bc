using AssumeRole.Policies;

namespace AssumeRole.Checks;

/// <summary>A statement that could allow a request, and which of its parts do not fit.</summary>
/// <param name="Policy">The policy that it stands in.</param>
/// <param name="Statement">The statement.</param>
/// <param name="Principal">Whether it names others than the caller.</param>
/// <param name="Action">Whether it speaks of other actions.</param>
/// <param name="Resource">Whether it speaks of other resources.</param>
/// <param name="Conditions">The conditions that do not hold.</param>
internal sealed record StatementMiss(
    NamedPolicy Policy,
    PolicyStatement Statement,
    bool Principal,
    bool Action,
    bool Resource,
    IReadOnlyList<PolicyCondition> Conditions)
{
    /// <summary>How many parts do not fit.</summary>
    public int Count => (Principal ? 1 : 0) + (Action ? 1 : 0) + (Resource ? 1 : 0) + Conditions.Count;

    /// <summary>The statement that comes nearest to allowing the request, or null if none allows anything.</summary>
    public static StatementMiss? FindNearest(PolicyKind kind, IReadOnlyList<NamedPolicy> policies, AccessRequest request) => policies
        .SelectMany(policy => policy.Document.Statements, (policy, statement) => (Policy: policy, Statement: statement))
        .Where(pair => pair.Statement.Effect == PolicyEffect.Allow)
        .Select(pair => Of(kind, pair.Policy, pair.Statement, request))
        .MinBy(miss => miss.Count);

    /// <summary>What does not fit, as a clause. Values of conditions are left out: an external id is nobody else's business.</summary>
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

    private static StatementMiss Of(PolicyKind kind, NamedPolicy policy, PolicyStatement statement, AccessRequest request)
    {
        var document = policy.Document;
        var isTrust = kind == PolicyKind.Trust;
        return new StatementMiss(
            policy,
            statement,
            isTrust && StatementMatcher.MatchPrincipal(statement, request.Principal) == PrincipalMatch.None,
            !StatementMatcher.ActionFits(statement, request.Action),
            !isTrust && !StatementMatcher.ResourceFits(document, statement, request),
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
