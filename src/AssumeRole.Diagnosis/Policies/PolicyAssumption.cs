namespace AssumeRole.Policies;

/// <summary>Takes unknown facts as all in favour of the caller, or all against it. More that allows and less that denies never denies, so a
/// decision that is the same both ways holds.</summary>
internal sealed class PolicyAssumption(KnownContext known, bool inFavour)
{
    private static readonly PolicyStatement Anything = new(
        0, null, PolicyEffect.Allow, new(["*"], false), new(["*"], false), new([new(PolicyPrincipalType.Anyone, "*")], false), []);

    private PolicyDocument Unread =>
        new(PolicyDocument.CurrentVersion, [inFavour ? Anything : Anything with { Effect = PolicyEffect.Deny }]);

    public PolicySet Settle(PolicySet policies, IReadOnlyList<UnreadPolicy> unread)
    {
        return new PolicySet
        {
            Identity = [.. Settled(PolicyKind.Identity)],
            Trust = Settled(PolicyKind.Trust).LastOrDefault(),
            Resource = Settled(PolicyKind.Resource).LastOrDefault(),
            PermissionsBoundary = Settled(PolicyKind.PermissionsBoundary).LastOrDefault(),
            Session = [.. Settled(PolicyKind.Session)],
            ServiceControl = [.. Levels()],
            ResourceControl = [.. Settled(PolicyKind.ResourceControl)],
            VpcEndpoint = Settled(PolicyKind.VpcEndpoint).LastOrDefault(),
        };

        // An unread service control policy may be on any level, or on one of its own.
        IEnumerable<IReadOnlyList<NamedPolicy>> Levels()
        {
            var hidden = Hidden(PolicyKind.ServiceControl).ToArray();
            var levels = policies.ServiceControl.Select(level => (IReadOnlyList<NamedPolicy>)[.. level.Select(Settle), .. hidden]);
            return hidden.Length > 0 ? levels.Append(hidden) : levels;
        }

        IEnumerable<NamedPolicy> Hidden(PolicyKind kind) =>
            unread.Where(policy => policy.Kind == kind).Select(policy => new NamedPolicy(policy.Name, Unread));

        // An unread policy stands in place of a single one.
        IEnumerable<NamedPolicy> Settled(PolicyKind kind) => policies.All()
            .Where(item => item.Kind == kind)
            .Select(item => Settle(item.Policy))
            .Concat(Hidden(kind));
    }

    public IEnumerable<string> UnknownKeys(PolicyDocument document, PolicyStatement statement)
    {
        var texts = statement.Conditions.SelectMany(condition => condition.Values).Concat(statement.Resources?.Values ?? []);
        var variables = document.HasVariables ? texts.SelectMany(PolicyVariables.Keys) : [];
        return statement.Conditions
            .Where(condition => condition.Operator is not null && IsKeyUnknown(condition))
            .Select(condition => condition.Key)
            .Concat(variables.Where(known.IsUnknown))
            .Concat(statement.Principals?.Values.Any(IsInDoubt) == true ? [KnownContext.PrincipalArn] : [])
            .Distinct(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The statement without its unknown parts, or null if it does not apply under this assumption.</summary>
    public PolicyStatement? Settle(PolicyDocument document, PolicyStatement statement)
    {
        if (!UnknownKeys(document, statement).Any()) return statement;
        var applies = (statement.Effect == PolicyEffect.Allow) == inFavour;
        var certain = statement.Conditions.Where(condition => !IsUnknown(document, condition)).ToArray();
        if (!applies && certain.Length < statement.Conditions.Count) return null;
        return statement with
        {
            Conditions = certain,
            Resources = Settle(document, statement.Resources, applies),
            Principals = Settle(statement.Principals, applies),
        };
    }

    /// <summary>Whether it is not known if a principal names the caller.</summary>
    private bool IsInDoubt(PolicyPrincipal named)
    {
        var caller = known.Caller;
        if (caller.Doubt == PrincipalDoubt.None || named.Type != caller.Type) return false;
        if (caller.Type != PolicyPrincipalType.Aws) return true;
        if (caller.Doubt == PrincipalDoubt.Path)
        {
            // The names of an account's roles differ, whatever their paths.
            var role = caller.RoleArn!;
            var name = role.LastIndexOf('/');
            return named.Value.StartsWith(role[..(name + 1)], StringComparison.Ordinal)
                && named.Value.EndsWith(role[name..], StringComparison.Ordinal);
        }

        var account = named.Account ?? (named.Value.Split(':') is [_, _, _, _, var owner, ..] ? owner : null);
        if (caller.Account is null) return account is null || account != known.Keys["aws:ResourceAccount"][0];
        return named.Account is null && (account is null || account == caller.Account);
    }

    private PolicyPrincipals? Settle(PolicyPrincipals? principals, bool applies)
    {
        if (principals is null) return null;
        var areNamed = applies != principals.Negated;
        return principals with
        {
            Values =
            [
                .. principals.Values
                    .Where(named => areNamed || !IsInDoubt(named))
                    .Select(named => IsInDoubt(named) ? Caller(named) : named),
            ],
        };
    }

    private PolicyPrincipal Caller(PolicyPrincipal named)
    {
        var isOfRole = named.Value.Contains(":role/", StringComparison.Ordinal) || named.Account is not null;
        return named with { Value = isOfRole ? known.Caller.RoleArn! : known.Caller.Name };
    }

    private NamedPolicy Settle(NamedPolicy policy)
    {
        var document = policy.Document;
        var statements = document.Statements.Select(statement => Settle(document, statement)).OfType<PolicyStatement>();
        return policy with { Document = document with { Statements = [.. statements] } };
    }

    private bool IsUnknown(PolicyDocument document, PolicyCondition condition) =>
        condition.Operator is not null && (IsKeyUnknown(condition) || condition.Values.Any(value => IsUnknown(document, value)));

    private bool IsKeyUnknown(PolicyCondition condition) => known.IsUnknown(condition.Key)
        && !(condition.Key.Equals(KnownContext.PrincipalArn, StringComparison.OrdinalIgnoreCase) && known.IsSameForEveryPath(condition));

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
}
