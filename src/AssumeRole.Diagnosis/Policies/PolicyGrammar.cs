namespace AssumeRole.Policies;

/// <summary>Where a policy is attached; it settles which elements the policy may have and how its answer counts.</summary>
public enum PolicyKind
{
    /// <summary>Attached to a user or role: what that principal may do.</summary>
    Identity,

    /// <summary>A role's trust policy: who may assume it. Unlike other resource policies, it must allow.</summary>
    Trust,

    /// <summary>A resource's policy: who may use it.</summary>
    Resource,

    /// <summary>A permissions boundary: the most that identity policies can allow.</summary>
    PermissionsBoundary,

    /// <summary>Passed when a role is assumed: the most that the session may do.</summary>
    Session,

    /// <summary>A service control policy: the most that the principals of an account can do.</summary>
    ServiceControl,

    /// <summary>A resource control policy: the most that anybody can do with the resources of an account.</summary>
    ResourceControl,

    /// <summary>The policy of the VPC endpoint that the request comes through.</summary>
    VpcEndpoint,
}

/// <summary>What each kind of policy requires and prohibits beyond being well formed.</summary>
public static class PolicyGrammar
{
    /// <summary>Lists everything for which AWS would refuse the document as a policy of that kind.</summary>
    /// <param name="document">The document, as the parser read it.</param>
    /// <param name="kind">Where the policy is to be attached.</param>
    public static IReadOnlyList<PolicyProblem> Check(PolicyDocument document, PolicyKind kind)
    {
        ArgumentNullException.ThrowIfNull(document);
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
        var namesPrincipals =
            kind is PolicyKind.Trust or PolicyKind.Resource or PolicyKind.ResourceControl or PolicyKind.VpcEndpoint;
        if (namesPrincipals && statement.Principals is null)
            problems.Add(new(PolicyProblemKind.MissingElement, $"{path}.Principal", "The statement must name a principal."));
        if (namesPrincipals || statement.Principals is not { } prohibited) return;
        path = $"{path}.{Name("Principal", prohibited.Negated)}";
        problems.Add(Prohibited(path, "Only a resource's policy names principals."));
    }

    private static void CheckResources(PolicyStatement statement, PolicyKind kind, string path, List<PolicyProblem> problems)
    {
        if (kind == PolicyKind.Trust)
        {
            // IAM's own words: "Has prohibited field Resource". The role is the resource.
            if (statement.Resources is not { } prohibited) return;
            path = $"{path}.{Name("Resource", prohibited.Negated)}";
            problems.Add(Prohibited(path, "A trust policy has no resource: the role is it."));
            return;
        }

        if (statement.Resources is not { } resources)
        {
            problems.Add(new(PolicyProblemKind.MissingElement, $"{path}.Resource", "A statement has Resource or NotResource."));
            return;
        }

        foreach (var value in resources.Values)
        {
            if (value == "*" || value.StartsWith("arn:", StringComparison.Ordinal)) continue;
            var at = $"{path}.{Name("Resource", resources.Negated)}";
            problems.Add(Invalid(at, $"The resource '{value}' must be an ARN or \"*\"."));
        }
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

    private static PolicyProblem Prohibited(string path, string message) =>
        new(PolicyProblemKind.ProhibitedElement, path, message);

    private static PolicyProblem Invalid(string path, string message) => new(PolicyProblemKind.InvalidValue, path, message);
}
