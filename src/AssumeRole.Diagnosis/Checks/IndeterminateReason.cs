using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Policies;

namespace AssumeRole.Checks;

/// <summary>Finds the reason why documents do not decide: unknown context keys, unread policies, or an unknown caller.</summary>
internal static class IndeterminateReason
{
    /// <param name="evidence">The decision of each side if all unknown values favour the caller.</param>
    public static Finding Explain(
        RoleQuestion question, AccessRequest request, PolicyAssumption inFavour, PolicyAssumption against, string evidence)
    {
        var dependent = question.Policies.All()
            .SelectMany(item => item.Policy.Document.Statements, (item, statement) => (item.Kind, item.Policy, Statement: statement))
            .Select(item => (item.Policy, item.Statement, Keys: UnknownKeys(
                item.Kind, item.Policy.Document, item.Statement, request, item.Statement.Effect == PolicyEffect.Allow ? inFavour : against)))
            .Where(item => item.Keys.Length > 0)
            .ToArray();
        var places = dependent.Select(item =>
            $"{DecisionSide.Name(item.Policy.Name, item.Statement)}, depends on {string.Join(" and ", item.Keys)}.");
        var unread = question.Unread.Select(policy => $"{policy.Name} was not read: {policy.Why}");
        var text = PlainText.Clean($"{evidence} But {string.Join(' ', places.Concat(unread))}");
        var keys = dependent.SelectMany(item => item.Keys).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (keys.Length == 0) return FindingCatalogue.PolicyUnread.For(request.Resource, text);

        // The caller's name is asked for by itself; the rest may depend on it.
        var isCaller = request.Principal.Doubt != PrincipalDoubt.None
            && keys.Contains(KnownContext.PrincipalArn, StringComparer.OrdinalIgnoreCase);
        var list = PlainText.Clean(string.Join("; ", keys
            .Where(key => !isCaller || !key.Equals(KnownContext.PrincipalArn, StringComparison.OrdinalIgnoreCase))
            .Select(key => $"'{key}' = '…'")));
        var remedy = list.Length == 0 ? "" : $"Give the value with -Context @{{ {list} }}. An empty list says that the call has no such key.";
        return FindingCatalogue.ContextMissing.For(
            request.Resource,
            text,
            PlainText.Clean($"The decision depends on {string.Join(" and ", keys)}, which the documents do not say."),
            isCaller ? $"{NameCaller(request.Principal)} {remedy}".TrimEnd() : remedy);
    }

    private static string NameCaller(AccessPrincipal caller) => caller.Type == PolicyPrincipalType.Federated
        ? "Name the identity provider of the token with -WorkerRoleArn."
        : caller.Doubt == PrincipalDoubt.Path
            ? "Name the worker's role by its own ARN, with its path, with -WorkerRoleArn."
            : "Name the worker's role with -WorkerRoleArn.";

    /// <summary>The unknown keys of a statement that would apply if they had matching values.</summary>
    private static string[] UnknownKeys(
        PolicyKind kind, PolicyDocument document, PolicyStatement statement, AccessRequest request, PolicyAssumption assumption)
    {
        var keys = assumption.UnknownKeys(document, statement).ToArray();
        if (keys.Length == 0 || assumption.Settle(document, statement) is not { } settled) return [];
        var isNamed = !PolicyGrammar.NamesPrincipals(kind)
            || StatementMatcher.MatchPrincipal(settled, request.Principal) != PrincipalMatch.None;
        return isNamed && StatementMatcher.Applies(document, settled, request, kind) ? keys : [];
    }

    /// <summary>Joins the decisions for all possible callers, action by action: where they agree, the caller does not matter.</summary>
    public static IReadOnlyList<ChainStep> JoinCallers(
        IReadOnlyList<OfflineCaller> callers, IReadOnlyList<IReadOnlyList<ChainStep>> decisions) =>
        [.. decisions[0].Select((_, action) => Join(callers, [.. decisions.Select(steps => steps[action])]))];

    private static ChainStep Join(IReadOnlyList<OfflineCaller> callers, IReadOnlyList<ChainStep> steps)
    {
        if (steps.All(step => step.Status == steps[0].Status)) return Agreed(steps);
        var finding = FindingCatalogue.ContextMissing.For(
            steps[0].Target,
            string.Join(' ', steps.Select(step => $"{step.Status}: {step.Evidence}")),
            "The decision depends on who the worker is.",
            callers[0].Principal.Doubt == PrincipalDoubt.None
                ? "Name the role in the trust policy rather than one of its sessions."
                : NameCaller(callers[0].Principal));
        return ChainStep.Found(steps[0].Step, ChainStepStatus.Indeterminate, finding) with { Chain = steps[0].Chain };
    }

    /// <summary>The decision is the same for all callers, but its cause may depend on the caller.</summary>
    private static ChainStep Agreed(IReadOnlyList<ChainStep> steps)
    {
        string Causes(ChainStep step) => string.Join(',', step.Candidates.Select(candidate => candidate.Cause));
        if (steps.All(step => Causes(step) == Causes(steps[0]))) return steps[0];
        return steps[0] with { Candidates = [.. steps[0].Candidates.Select(candidate => candidate with { IsCertain = false })] };
    }
}
