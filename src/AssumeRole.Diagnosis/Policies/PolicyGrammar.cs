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
    public static IReadOnlyList<PolicyProblem> Check(PolicyDocument document, PolicyKind kind)
    {
        List<PolicyProblem> problems = [];
        foreach (var statement in document.Statements)
        {
            var path = $"$.Statement[{statement.Index}]";
            CheckPrincipals(statement, kind, path, problems);
            CheckResources(statement, kind, path, problems);
            CheckActions(statement, kind, path, problems);
        }

        return problems;
    }

    private static void CheckPrincipals(PolicyStatement statement, PolicyKind kind, string path, List<PolicyProblem> problems)
    {
        var mayName = NamesPrincipals(kind);
        if (mayName && statement.Principals is null)
            problems.Add(new(PolicyProblemKind.MissingElement, $"{path}.Principal", "The statement must name a principal."));
        if (mayName || statement.Principals is not { } prohibited) return;
        problems.Add(Prohibited($"{path}.{Name("Principal", prohibited.Negated)}", "Only a resource's policy names principals."));
    }

    private static void CheckResources(PolicyStatement statement, PolicyKind kind, string path, List<PolicyProblem> problems)
    {
        if (kind == PolicyKind.Trust)
        {
            // IAM's own words: "Has prohibited field Resource". The role is the resource.
            if (statement.Resources is not { } prohibited) return;
            problems.Add(Prohibited($"{path}.{Name("Resource", prohibited.Negated)}", "A trust policy has no resource: the role is it."));
            return;
        }

        if (statement.Resources is not { } resources)
        {
            problems.Add(new(PolicyProblemKind.MissingElement, $"{path}.Resource", "A statement has Resource or NotResource."));
            return;
        }

        path = $"{path}.{Name("Resource", resources.Negated)}";
        foreach (var value in resources.Values.Where(value => value != "*" && !value.StartsWith("arn:", StringComparison.Ordinal)))
            problems.Add(Invalid(path, $"The resource '{value}' must be an ARN or \"*\"."));
    }

    private static void CheckActions(PolicyStatement statement, PolicyKind kind, string path, List<PolicyProblem> problems)
    {
        if (statement.Actions is not { } actions) return;
        path = $"{path}.{Name("Action", actions.Negated)}";
        foreach (var value in actions.Values)
        {
            if (value != "*" && value.IndexOf(':', StringComparison.Ordinal) <= 0)
                problems.Add(Invalid(path, $"The action '{value}' must be service:Action or \"*\"."));
            else if (kind == PolicyKind.Trust && !value.StartsWith("sts:", StringComparison.OrdinalIgnoreCase))
                problems.Add(Invalid(path, $"A trust policy speaks of sts: actions only, not of '{value}'."));
        }
    }

    private static string Name(string element, bool negated) => negated ? $"Not{element}" : element;

    private static PolicyProblem Prohibited(string path, string message) => new(PolicyProblemKind.ProhibitedElement, path, message);

    private static PolicyProblem Invalid(string path, string message) => new(PolicyProblemKind.InvalidValue, path, message);
}
