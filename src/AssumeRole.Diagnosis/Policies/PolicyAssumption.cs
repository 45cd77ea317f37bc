namespace AssumeRole.Policies;

/// <summary>
/// Replaces unknown facts with assumptions, all in favour of the caller or all against it. More that allows and less that
/// denies never turns an allowed request into a denied one, so a decision that is the same both ways holds whatever the
/// unknown values are.
/// </summary>
internal sealed class PolicyAssumption(KnownContext known, bool inFavour)
{
    private static readonly PolicyStatement Anything = new(
        0, null, PolicyEffect.Allow, new(["*"], false), new(["*"], false), new([new(PolicyPrincipalType.Anyone, "*")], false), [], []);

    /// <summary>The policies under this assumption, unread ones included.</summary>
    public PolicySet Settle(PolicySet policies, IReadOnlyList<UnreadPolicy> unread) => unread.Aggregate(Settle(policies), Add);

    public IEnumerable<string> UnknownKeys(PolicyDocument document, PolicyStatement statement)
    {
        var texts = statement.Conditions.SelectMany(condition => condition.Values).Concat(statement.Resources?.Values ?? []);
        var variables = document.HasVariables ? texts.SelectMany(PolicyVariables.Keys) : [];
        return statement.Conditions
            .Where(condition => condition.Operator is not null)
            .Select(condition => condition.Key)
            .Concat(variables)
            .Where(known.IsUnknown)
            .Distinct(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The statement without its unknown parts, or null if it does not apply under this assumption.</summary>
    public PolicyStatement? Settle(PolicyDocument document, PolicyStatement statement)
    {
        if (!UnknownKeys(document, statement).Any()) return statement;
        var applies = (statement.Effect == PolicyEffect.Allow) == inFavour;
        var certain = statement.Conditions.Where(condition => !IsUnknown(document, condition)).ToArray();
        if (!applies && certain.Length < statement.Conditions.Count) return null;
        return statement with { Conditions = certain, Resources = Settle(document, statement.Resources, applies) };
    }

    private PolicySet Settle(PolicySet policies) => new()
    {
        Identity = Settle(policies.Identity),
        Trust = Settle(policies.Trust),
        Resource = Settle(policies.Resource),
        PermissionsBoundary = Settle(policies.PermissionsBoundary),
        Session = Settle(policies.Session),
        ServiceControl = Settle(policies.ServiceControl),
        ResourceControl = Settle(policies.ResourceControl),
        VpcEndpoint = Settle(policies.VpcEndpoint),
    };

    private IReadOnlyList<NamedPolicy> Settle(IReadOnlyList<NamedPolicy> policies) => [.. policies.Select(policy => Settle(policy)!)];

    private NamedPolicy? Settle(NamedPolicy? policy)
    {
        if (policy?.Document is not { } document) return null;
        var statements = document.Statements.Select(statement => Settle(document, statement)).OfType<PolicyStatement>();
        return policy with { Document = document with { Statements = [.. statements] } };
    }

    private bool IsUnknown(PolicyDocument document, PolicyCondition condition) =>
        condition.Operator is not null && (known.IsUnknown(condition.Key) || condition.Values.Any(value => IsUnknown(document, value)));

    private bool IsUnknown(PolicyDocument document, string text) =>
        document.HasVariables && PolicyVariables.Keys(text).Any(known.IsUnknown);

    /// <summary>A pattern with an unknown variable is widened as far as it can match, or dropped.</summary>
    private PolicyPatterns? Settle(PolicyDocument document, PolicyPatterns? patterns, bool applies)
    {
        if (patterns is null) return null;
        if (applies == patterns.Negated) return patterns with { Values = [.. patterns.Values.Where(value => !IsUnknown(document, value))] };
        string Widen(string value) => document.HasVariables ? PolicyVariables.WidenResource(value, known.IsUnknown) : value;
        return patterns with { Values = [.. patterns.Values.Select(Widen)] };
    }

    private PolicySet Add(PolicySet policies, UnreadPolicy unread)
    {
        var statement = inFavour ? Anything : Anything with { Effect = PolicyEffect.Deny };
        var policy = new NamedPolicy(unread.Name, new PolicyDocument(PolicyDocument.CurrentVersion, null, [statement], []));
        return unread.Kind switch
        {
            PolicyKind.Identity => policies with { Identity = [.. policies.Identity, policy] },
            PolicyKind.Trust => policies with { Trust = policy },
            PolicyKind.Resource => policies with { Resource = policy },
            PolicyKind.PermissionsBoundary => policies with { PermissionsBoundary = policy },
            PolicyKind.Session => policies with { Session = [.. policies.Session, policy] },
            PolicyKind.ServiceControl => policies with { ServiceControl = [.. policies.ServiceControl, policy] },
            PolicyKind.ResourceControl => policies with { ResourceControl = [.. policies.ResourceControl, policy] },
            PolicyKind.VpcEndpoint => policies with { VpcEndpoint = policy },
            _ => throw new ArgumentOutOfRangeException(nameof(unread), unread.Kind, null),
        };
    }
}
