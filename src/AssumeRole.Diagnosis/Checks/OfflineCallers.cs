using AssumeRole.Policies;
using AssumeRole.Roles;

namespace AssumeRole.Checks;

/// <summary>Finds out who the worker is from what was given, and if that leaves more than one, lists them.</summary>
internal static class OfflineCallers
{
    private const string PrincipalArn = "aws:PrincipalArn";
    private const string PrincipalAccount = "aws:PrincipalAccount";

    /// <summary>Everybody who may be the worker; at least one.</summary>
    /// <exception cref="Findings.AssumeRoleException">A caller was named who cannot assume a role.</exception>
    public static IReadOnlyList<OfflineCaller> FindAll(OfflineChainRequest request, PolicyDocument trust, RoleRequest target)
    {
        var named = Trusted(trust);
        if ((request.CallerArn ?? Value(request, PrincipalArn)) is { } given) return WithSessions(OfflineCaller.Parse(given), named);
        if (target.WebIdentity is not null)
        {
            var providers = named.Where(item => item.Type == PolicyPrincipalType.Federated).Select(item => item.Value).Distinct();
            return [.. providers.DefaultIfEmpty("<provider>").Select(name => new OfflineCaller(AccessPrincipal.Federated(name)))];
        }

        var account = Value(request, PrincipalAccount);
        var callers = named.Where(item => item.Type == PolicyPrincipalType.Aws)
            .Select(Parse)
            .OfType<OfflineCaller>()
            .Where(caller => account is null || caller.Principal.Account == account)
            .DistinctBy(caller => caller.Principal.Name)
            .ToArray();

        // One role that is named is the worker's, whatever account is trusted beside it.
        if (callers.Length == 1) return WithSessions(callers[0], named);
        return [.. callers, .. Nameless(named, target.Role, account, isOnly: callers.Length == 0)];
    }

    /// <summary>The context without the key that said who asks: what conditions see of it follows from the caller.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ContextOf(OfflineChainRequest request) => request.Context
        .Where(pair => !pair.Key.Equals(PrincipalArn, StringComparison.OrdinalIgnoreCase) || pair.Value.Count != 1)
        .ToDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>Any role of the accounts that are trusted as such; any role at all if everyone is, or nobody by name.</summary>
    private static IEnumerable<OfflineCaller> Nameless(
        IReadOnlyList<PolicyPrincipal> named, RoleArn target, string? account, bool isOnly)
    {
        if (account is not null) return isOnly ? [OfflineCaller.OfAccount(target.Partition, account)] : [];
        var accounts = named.Select(item => item.Account).OfType<string>().Distinct().ToArray();
        var isAnyone = named.Any(item => item.Type == PolicyPrincipalType.Anyone) || (isOnly && accounts.Length == 0);
        IEnumerable<string?> beside = isAnyone ? [null, target.Account] : [];
        return beside.Concat(accounts).Distinct().Select(id => OfflineCaller.OfAccount(target.Partition, id));
    }

    /// <summary>A role may ask in any of its sessions, and the trust policy may name single ones.</summary>
    private static IReadOnlyList<OfflineCaller> WithSessions(OfflineCaller caller, IReadOnlyList<PolicyPrincipal> named)
    {
        if (caller.Principal is not { RoleArn: { } role } || !caller.Principal.Name.EndsWith('>')) return [caller];
        var prefix = caller.Principal.Name[..(caller.Principal.Name.LastIndexOf('/') + 1)];
        var sessions = named
            .Where(item => item.Type == PolicyPrincipalType.Aws && item.Value.StartsWith(prefix, StringComparison.Ordinal))
            .Select(item => item.Value)
            .Distinct()
            .Select(name => caller with { Principal = AccessPrincipal.RoleSession(name, caller.Principal.Account!, role) });
        return [caller, .. sessions];
    }

    private static IReadOnlyList<PolicyPrincipal> Trusted(PolicyDocument trust) =>
    [
        .. trust.Statements
            .Where(statement => statement.Effect == PolicyEffect.Allow)
            .SelectMany(statement => statement.Principals switch
            {
                null => [],
                { Negated: true } => [new PolicyPrincipal(PolicyPrincipalType.Anyone, "*")],
                var principals => principals.Values,
            }),
    ];

    private static OfflineCaller? Parse(PolicyPrincipal principal)
    {
        if (principal.Account is not null) return null;
        try
        {
            return OfflineCaller.Parse(principal.Value);
        }
        catch (Findings.AssumeRoleException)
        {
            return null;
        }
    }

    private static string? Value(OfflineChainRequest request, string key) => request.Context
        .FirstOrDefault(pair => pair.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value is [var value] ? value : null;
}
