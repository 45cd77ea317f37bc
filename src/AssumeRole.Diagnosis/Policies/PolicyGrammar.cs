namespace AssumeRole.Policies;

/// <summary>Where a policy is attached. It decides which elements the policy may have and how it counts.</summary>
internal enum PolicyKind
{
    Identity,

    /// <summary>Unlike other resource policies, it must allow.</summary>
    Trust,
    Resource,
    PermissionsBoundary,
    Session,
    ServiceControl,
    ResourceControl,
    VpcEndpoint,
}

/// <summary>What each kind of policy requires and prohibits, beyond its syntax.</summary>
internal static class PolicyGrammar
{
    public static bool NamesPrincipals(PolicyKind kind) =>
        kind is PolicyKind.Trust or PolicyKind.Resource or PolicyKind.ResourceControl or PolicyKind.VpcEndpoint;

    /// <summary>Everything for which AWS refuses the document as a policy of that kind.</summary>
    public static IReadOnlyList<PolicyProblem> Check(PolicyDocument document, PolicyKind kind) =>
    [
        .. document.Statements.SelectMany(statement =>
        {
            var path = $"$.Statement[{statement.Index}]";
            return CheckPrincipals(statement, kind, path)
                .Concat(CheckResources(statement, kind, path))
                .Concat(CheckActions(statement, kind, path));
        }),
    ];

    private static IEnumerable<PolicyProblem> CheckPrincipals(PolicyStatement statement, PolicyKind kind, string path)
    {
        if (NamesPrincipals(kind))
            return statement.Principals is null ? [Missing($"{path}.Principal", "The statement must name a principal.")] : [];
        return statement.Principals is { } prohibited
            ? [Prohibited($"{path}.{Name("Principal", prohibited.Negated)}", "Only a resource's policy names principals.")]
            : [];
    }

    private static IEnumerable<PolicyProblem> CheckResources(PolicyStatement statement, PolicyKind kind, string path)
    {
        if (statement.Resources is not { } resources)
            return kind == PolicyKind.Trust ? [] : [Missing($"{path}.Resource", "A statement has Resource or NotResource.")];
        path = $"{path}.{Name("Resource", resources.Negated)}";

        // IAM's own words: "Has prohibited field Resource". The role is the resource.
        if (kind == PolicyKind.Trust) return [Prohibited(path, "A trust policy has no resource: the role is it.")];
        return resources.Values
            .Where(value => value != "*" && !value.StartsWith("arn:", StringComparison.Ordinal))
            .Select(value => Invalid(path, $"The resource '{value}' must be an ARN or \"*\"."));
    }

    private static IEnumerable<PolicyProblem> CheckActions(PolicyStatement statement, PolicyKind kind, string path)
    {
        if (statement.Actions is not { } actions) yield break;
        path = $"{path}.{Name("Action", actions.Negated)}";
        foreach (var value in actions.Values)
        {
            if (value != "*" && value.IndexOf(':', StringComparison.Ordinal) <= 0)
                yield return Invalid(path, $"The action '{value}' must be service:Action or \"*\".");
            else if (kind == PolicyKind.Trust && !value.StartsWith("sts:", StringComparison.OrdinalIgnoreCase))
                yield return Invalid(path, $"A trust policy speaks of sts: actions only, not of '{value}'.");
        }
    }

    private static string Name(string element, bool negated) => negated ? $"Not{element}" : element;

    private static PolicyProblem Missing(string path, string message) => new(PolicyProblemKind.MissingElement, path, message);

    private static PolicyProblem Prohibited(string path, string message) => new(PolicyProblemKind.ProhibitedElement, path, message);

    private static PolicyProblem Invalid(string path, string message) => new(PolicyProblemKind.InvalidValue, path, message);
}
