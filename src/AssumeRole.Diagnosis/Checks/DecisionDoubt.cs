using AssumeRole.Findings;
using AssumeRole.Policies;

namespace AssumeRole.Checks;

/// <summary>Says what a decision that could go either way depends on.</summary>
internal sealed class DecisionDoubt(PolicyAssumption inFavour, PolicyAssumption against)
{
    /// <summary>The finding that names the unknown keys and the unread policies.</summary>
    /// <param name="question">The question.</param>
    /// <param name="request">The request.</param>
    /// <param name="evidence">What the sides say if all that is unknown favours the caller.</param>
    public Finding Explain(RoleQuestion question, AccessRequest request, string evidence)
    {
        var doubts = question.Policies.All()
            .SelectMany(item => item.Policy.Document.Statements, (item, statement) => (item.Kind, item.Policy, Statement: statement))
            .Select(item => (item.Policy, item.Statement, Keys: UnknownKeys(item.Kind, item.Policy.Document, item.Statement, request)))
            .Where(item => item.Keys.Length > 0)
            .ToArray();
        var places = doubts.Select(item =>
            $"{DecisionSide.Name(item.Policy.Name, item.Statement)}, depends on {string.Join(" and ", item.Keys)}.");
        var unread = question.Unread.Select(policy => $"{policy.Name} was not read: {policy.Why}");
        var text = PlainText.Clean($"{evidence} But {string.Join(' ', places.Concat(unread))}");
        var keys = doubts.SelectMany(item => item.Keys).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (keys.Length == 0) return FindingCatalogue.PolicyUnread.For(request.Resource, text);

        var list = PlainText.Clean(string.Join("; ", keys.Select(key => $"'{key}' = '…'")));
        return FindingCatalogue.ContextMissing.For(
            request.Resource,
            text,
            PlainText.Clean($"The decision depends on {string.Join(" and ", keys)}, which the documents do not say."),
            $"Give the value with -Context @{{ {list} }}. An empty list says that the call has no such key.");
    }

    /// <summary>The unknown keys of a statement that applies if they are as it asks.</summary>
    private string[] UnknownKeys(PolicyKind kind, PolicyDocument document, PolicyStatement statement, AccessRequest request)
    {
        var assumption = statement.Effect == PolicyEffect.Allow ? inFavour : against;
        var keys = assumption.UnknownKeys(document, statement).ToArray();
        if (keys.Length == 0 || assumption.Settle(document, statement) is not { } settled) return [];
        var isNamed = kind is not (PolicyKind.Trust or PolicyKind.Resource or PolicyKind.ResourceControl or PolicyKind.VpcEndpoint)
            || StatementMatcher.MatchPrincipal(statement, request.Principal) != PrincipalMatch.None;
        return isNamed && StatementMatcher.Applies(document, settled, request, kind == PolicyKind.Trust) ? keys : [];
    }
}
