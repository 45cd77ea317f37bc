using AssumeRole.Policies;

namespace AssumeRole.Checks;

/// <summary>Says what to change so that a side which does not allow a request does.</summary>
internal static class DecisionRemedy
{
    /// <summary>The change, as one sentence.</summary>
    public static string For(DecisionSide side)
    {
        if (side.Decision.Statement is { } denying)
            return $"Remove or narrow {Place(side.Decision.PolicyName!, denying)}, which denies it.";

        // Where more than one part is wrong the statement is about something else, and a new one says it more plainly. Conditions
        // that somebody wrote for this very request are met, not avoided.
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
