using AssumeRole.Policies;

namespace AssumeRole.Checks;

/// <summary>What the policies of one side, the caller's or the role's, say to a request on their own.</summary>
/// <param name="Kind">Identity or Trust.</param>
/// <param name="Decision">What they say.</param>
/// <param name="Nearest">If none allows, the statement that comes nearest.</param>
/// <param name="Request">The request.</param>
internal sealed record DecisionSide(PolicyKind Kind, PolicyDecision Decision, StatementMiss? Nearest, AccessRequest Request)
{
    /// <summary>Asks the policies of one side.</summary>
    public static DecisionSide Of(PolicyKind kind, PolicySet policies, AccessRequest request)
    {
        IReadOnlyList<NamedPolicy> own = kind == PolicyKind.Identity ? policies.Identity : policies.Trust is { } trust ? [trust] : [];
        var decision = PolicyEvaluator.EvaluateSide(kind, own, request);
        var nearest = decision.Outcome == PolicyOutcome.ImplicitDeny ? StatementMiss.FindNearest(kind, own, request) : null;
        return new DecisionSide(kind, decision, nearest, request);
    }

    /// <summary>The side as a sentence that names the statement by index and Sid.</summary>
    /// <param name="isNeeded">Whether this side must allow.</param>
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

    /// <summary>A statement by its policy, its index and its Sid.</summary>
    public static string Name(string policy, PolicyStatement statement) =>
        string.IsNullOrEmpty(statement.Sid)
            ? $"{policy}, statement {statement.Index}"
            : $"{policy}, statement {statement.Index} ({PlainText.Shorten(statement.Sid)})";
}
