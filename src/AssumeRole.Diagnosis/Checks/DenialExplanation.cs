using AssumeRole.Chains;
using AssumeRole.Policies;
using AssumeRole.Policies.Lint;

namespace AssumeRole.Checks;

/// <summary>Finds the causes of a denial in documents. They are certain, because only the documents decide.</summary>
internal static class DenialExplanation
{
    /// <summary>Returns the causes, that of the decision first.</summary>
    public static IReadOnlyList<DenialCandidate> Find(
        PolicyDecision decision, IReadOnlyList<DecisionSide> sides, PolicySet policies, AccessRequest request)
    {
        var denying = sides.Where(side => !side.Decision.IsAllowed && IsCause(side, decision, request)).ToArray();
        var found = denying
            .OrderByDescending(side => side.Kind == decision.Kind)
            .Select(side => Candidate(side, policies));
        return denying.Any(side => side.Kind == decision.Kind) ? [.. found] : [Limit(decision), .. found];
    }

    /// <summary>Within one account the trust policy can name the caller, so a missing permission of the caller is no cause.</summary>
    private static bool IsCause(DecisionSide side, PolicyDecision decision, AccessRequest request) =>
        side.Kind == decision.Kind
        || side.Kind == PolicyKind.Trust
        || side.Decision.Outcome == PolicyOutcome.ExplicitDeny
        || request.Principal.Account != request.ResourceAccount;

    private static DenialCandidate Candidate(DecisionSide side, PolicySet policies)
    {
        var cause = side.Request.Action switch
        {
            RoleCall.TagSession => DenialCause.SessionTags,
            RoleCall.SetSourceIdentity => DenialCause.SourceIdentity,
            _ when side.Kind == PolicyKind.Identity => DenialCause.IdentityPolicy,
            _ => IsForExternalId(side, policies) ? DenialCause.ExternalId : DenialCause.TrustPolicy,
        };
        return new DenialCandidate(
            cause, true, PlainText.Clean(side.Describe(isNeeded: true)), PlainText.Clean(FindRemedy(side)));
    }

    /// <summary>Whether the trust policy would allow the request without its conditions on the external id.</summary>
    private static bool IsForExternalId(DecisionSide side, PolicySet policies)
    {
        if (policies.Trust is not { } trust) return false;
        var statements = trust.Document.Statements
            .Where(statement => statement.Effect == PolicyEffect.Allow || !statement.Conditions.Any(IsOnExternalId))
            .Select(statement => statement with { Conditions = [.. statement.Conditions.Where(item => !IsOnExternalId(item))] });
        var open = trust with { Document = trust.Document with { Statements = [.. statements] } };
        return PolicyEvaluator.EvaluateSide(PolicyKind.Trust, [open], side.Request).IsAllowed;
    }

    private static bool IsOnExternalId(PolicyCondition condition) =>
        condition.Key.Equals(ConditionKeys.ExternalId, StringComparison.OrdinalIgnoreCase);

    /// <summary>A policy of neither side that denies, or does not allow, the request.</summary>
    private static DenialCandidate Limit(PolicyDecision decision)
    {
        var (cause, what) = decision.Kind switch
        {
            PolicyKind.ServiceControl => (DenialCause.OrganizationPolicy, "service control policy"),
            PolicyKind.ResourceControl => (DenialCause.OrganizationPolicy, "resource control policy"),
            PolicyKind.PermissionsBoundary => (DenialCause.PermissionsBoundary, "permissions boundary"),
            PolicyKind.Session => (DenialCause.SessionPolicy, "session policy"),
            PolicyKind.VpcEndpoint => (DenialCause.EndpointPolicy, "VPC endpoint policy"),
            PolicyKind.Identity => (DenialCause.IdentityPolicy, "identity policy"),
            _ => (DenialCause.TrustPolicy, "trust policy"),
        };
        var (evidence, remedy) = decision.Statement is { } statement
            ? ($"The {what} {DecisionSide.Name(decision.PolicyName!, statement)}, denies it.",
                $"Remove or narrow the statement that denies it in the {what}.")
            : ($"No {what} allows it.", $"Allow the action on the role in the {what}, or have its owner do so.");
        return new DenialCandidate(cause, true, evidence, remedy);
    }

    /// <summary>The change after which a side allows a request.</summary>
    private static string FindRemedy(DecisionSide side)
    {
        if (side.Decision.Statement is { } denying)
            return $"Remove or narrow {Place(side.Decision.PolicyName!, denying)}, which denies it.";

        // A statement with several mismatches has another purpose, so a new statement is the clearer remedy. If only conditions fail, the
        // statement was written for such requests, and the remedy is to meet them.
        if (side.Nearest is not { } miss) return NewStatement(side);
        var place = Place(miss.Policy.Name, miss.Statement);
        if (miss.Conditions.Count == miss.Count)
            return string.Join(' ', miss.Conditions.Select(condition => ForCondition(condition, place)));
        return miss switch
        {
            { Count: > 1 } => NewStatement(side),
            { Action: true } => Extend("Action", miss.Statement.Actions, side.Request.Action, place),
            { Resource: true } => Extend("Resource", miss.Statement.Resources, side.Request.Resource, place),
            { Statement.Principals: { Negated: false } } => $"Add {Caller(side.Request.Principal)} to the Principal of {place}.",
            _ => NewStatement(side),
        };
    }

    private static string Extend(string element, PolicyPatterns? patterns, string value, string place) => patterns switch
    {
        null => $"Add \"{element}\": \"{value}\" to {place}.",
        { Negated: true } => $"Take {value} out of the Not{element} of {place}.",
        _ => $"Add {value} to the {element} of {place}.",
    };

    private static string ForCondition(PolicyCondition condition, string place)
    {
        var key = condition.Key;
        var parameter = key.ToUpperInvariant() switch
        {
            "STS:EXTERNALID" => $"Pass -ExternalId with the value that {place} asks for",
            "STS:SOURCEIDENTITY" => $"Pass a -SourceIdentity that {place} accepts",
            "STS:ROLESESSIONNAME" => $"Pass a -RoleSessionName that {place} accepts",
            "AWS:MULTIFACTORAUTHPRESENT" or "AWS:MULTIFACTORAUTHAGE" =>
                $"Pass -SerialNumber and -TokenCode: {place} asks for an MFA code",
            "AWS:TAGKEYS" or "STS:TRANSITIVETAGKEYS" => $"Pass the session tags that {place} asks for with -Tag",
            _ when key.StartsWith("aws:RequestTag/", StringComparison.OrdinalIgnoreCase) =>
                $"Pass the session tag {key["aws:RequestTag/".Length..]} with -Tag as {place} asks for it",
            _ => $"Make the call in a way that meets {condition.OperatorName} on {key} of {place}",
        };
        return $"{parameter}, or change that condition.";
    }

    private static string NewStatement(DecisionSide side)
    {
        var (request, principal) = (side.Request, side.Request.Principal);
        var type = principal.Type == PolicyPrincipalType.Aws ? "AWS" : principal.Type.ToString();
        var (place, rest) = side.Kind == PolicyKind.Identity
            ? ($"a policy of {Caller(principal)}", $"\"Resource\": \"{request.Resource}\"")
            : ("the trust policy", $"\"Principal\": {{\"{type}\": \"{Caller(principal)}\"}}");
        return $"Add to {place}: {{\"Effect\": \"Allow\", \"Action\": \"{request.Action}\", {rest}}}.";
    }

    private static string Caller(AccessPrincipal principal) => principal.RoleArn ?? principal.Name;

    private static string Place(string policy, PolicyStatement statement) => string.IsNullOrEmpty(statement.Sid)
        ? $"statement {statement.Index} of {policy}"
        : $"statement {statement.Index} ({statement.Sid}) of {policy}";
}
