namespace AssumeRole.Policies;

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
