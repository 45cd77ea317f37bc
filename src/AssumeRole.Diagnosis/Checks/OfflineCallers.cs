using AssumeRole.Findings;
using AssumeRole.Policies;
using AssumeRole.Roles;

namespace AssumeRole.Checks;

/// <summary>Finds the callers that the worker may be, as far as the documents tell.</summary>
internal static class OfflineCallers
{
    private const string PrincipalArn = "aws:PrincipalArn";
    private const string PrincipalAccount = "aws:PrincipalAccount";

    /// <summary>Returns at least one caller.</summary>
    /// <exception cref="AssumeRoleException">The given caller cannot assume a role.</exception>
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

        // If the policy names exactly one role, it is the worker's, even if accounts are trusted as well.
        if (callers.Length == 1) return WithSessions(callers[0], named);
        return [.. callers, .. Nameless(named, target.Role, account, isOnly: callers.Length == 0)];
    }

    /// <summary>The context without aws:PrincipalArn, whose value for conditions follows from the caller.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ContextWithoutCaller(OfflineChainRequest request) => request.Context
        .Where(pair => !pair.Key.Equals(PrincipalArn, StringComparison.OrdinalIgnoreCase) || pair.Value.Count != 1)
        .ToDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>Any role of each trusted account; any role at all if the policy trusts everyone or names no caller.</summary>
    private static IEnumerable<OfflineCaller> Nameless(
        IReadOnlyList<PolicyPrincipal> named, RoleArn target, string? account, bool isOnly)
    {
        if (account is not null) return isOnly ? [OfflineCaller.ForAccount(target.Partition, account)] : [];
        var accounts = named.Select(item => item.Account).OfType<string>().Distinct().ToArray();
        var isAnyone = named.Any(item => item.Type == PolicyPrincipalType.Anyone) || (isOnly && accounts.Length == 0);
        IEnumerable<string?> beside = isAnyone ? [null, target.Account] : [];
        return beside.Concat(accounts).Distinct().Select(id => OfflineCaller.ForAccount(target.Partition, id));
    }

    /// <summary>The trust policy may name single sessions of a role.</summary>
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
        catch (AssumeRoleException)
        {
            return null;
        }
    }

    private static string? Value(OfflineChainRequest request, string key) => request.Context
        .FirstOrDefault(pair => pair.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value is [var value] ? value : null;
}

/// <param name="IsNameless">Whether the caller stands for any role of its account.</param>
internal sealed record OfflineCaller(AccessPrincipal Principal, bool IsNameless = false)
{
    private const string AnySession = "<session>";

    /// <exception cref="AssumeRoleException">The text names no caller that can assume a role.</exception>
    public static OfflineCaller Parse(string text)
    {
        var parts = text.Trim().Split(':', 6);
        return parts switch
        {
            [var name] when name.EndsWith(".amazonaws.com", StringComparison.Ordinal) => new(AccessPrincipal.Service(name)),
            [_, _, "iam", "", _, var resource] when resource.StartsWith("oidc-provider/", StringComparison.Ordinal)
                || resource.StartsWith("saml-provider/", StringComparison.Ordinal) => new(AccessPrincipal.Federated(text.Trim())),
            [_, _, "iam", "", var account, var resource] when resource.StartsWith("user/", StringComparison.Ordinal) =>
                new(AccessPrincipal.User(text.Trim(), account)),
            [_, _, "sts", "", _, var resource] when resource.Split('/') is ["assumed-role", _, _] => ForSession(text.Trim()),
            _ => ForRole(RoleArn.Parse(text)),
        };
    }

    public static OfflineCaller ForRole(RoleArn role, string session = AnySession) => new(AccessPrincipal.RoleSession(
        $"arn:{role.Partition}:sts::{role.Account}:assumed-role/{role.Name}/{session}", role.Account, role.ToString()));

    /// <summary>A session by its ARN, which omits the role's path.</summary>
    private static OfflineCaller ForSession(string arn)
    {
        var parts = arn.Split(':', 6);
        var role = new RoleArn(parts[1], parts[4], "/", parts[5].Split('/')[1]);
        return new OfflineCaller(AccessPrincipal.RoleSession(arn, role.Account, role.ToString()));
    }

    /// <summary>Any role of an account; null stands for any account but the target's.</summary>
    public static OfflineCaller ForAccount(string partition, string? account)
    {
        var id = account ?? "<account>";
        var principal = new AccessPrincipal(
            PolicyPrincipalType.Aws,
            $"arn:{partition}:sts::{id}:assumed-role/<worker>/{AnySession}",
            account,
            $"arn:{partition}:iam::{id}:role/<worker>");
        return new OfflineCaller(principal, IsNameless: true);
    }
}
