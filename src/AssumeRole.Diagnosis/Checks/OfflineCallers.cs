using AssumeRole.Findings;
using AssumeRole.Policies;
using AssumeRole.Roles;

namespace AssumeRole.Checks;

/// <summary>Finds the caller where it is given or where the worker's own policies name it. The trust policy, which is under test, never
/// says who calls.</summary>
internal static class OfflineCallers
{
    private const string PrincipalAccount = "aws:PrincipalAccount";

    /// <summary>Returns the callers that must be decided alike: one that is named, with the sessions of it that the trust policy singles
    /// out, or any caller.</summary>
    /// <exception cref="AssumeRoleException">The given caller cannot assume a role.</exception>
    public static IReadOnlyList<OfflineCaller> FindAll(
        OfflineChainRequest request, IReadOnlyList<PolicyDocument> worker, PolicyDocument trust, RoleRequest target)
    {
        var given = request.CallerArn ?? Value(request, KnownContext.PrincipalArn);
        if (given is null && target.WebIdentity is not null) return [FindProvider(request, target)];
        if ((given ?? OwnValue(worker, KnownContext.PrincipalArn)) is { } name)
            return WithSessions(OfflineCaller.Parse(name).WithRole(Value(request, KnownContext.PrincipalArn)), trust);
        var partition = target.Role.Partition;
        return (Value(request, PrincipalAccount) ?? OwnValue(worker, PrincipalAccount)) is { } account
            ? [OfflineCaller.ForAccount(partition, account)]
            : [OfflineCaller.ForAccount(partition, null), OfflineCaller.ForAccount(partition, target.Role.Account)];
    }

    /// <summary>The context without aws:PrincipalArn, whose value for conditions follows from the caller.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ContextWithoutCaller(OfflineChainRequest request) => request.Context
        .Where(pair => !pair.Key.Equals(KnownContext.PrincipalArn, StringComparison.OrdinalIgnoreCase) || pair.Value.Count != 1)
        .ToDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>The provider whose claims are in the context, such as ci.example:sub, in the role's account.</summary>
    private static OfflineCaller FindProvider(OfflineChainRequest request, RoleRequest target)
    {
        var hosts = request.Context.Keys
            .Select(key => key[..Math.Max(key.LastIndexOf(':'), 0)])
            .Where(host => host.Contains('.', StringComparison.Ordinal))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToArray();
        var name = hosts is [var host] ? host : null;
        return name switch
        {
            null => new(AccessPrincipal.Federated("<provider>") with { Doubt = PrincipalDoubt.Name }),
            "accounts.google.com" or "www.amazon.com" or "graph.facebook.com" or "cognito-identity.amazonaws.com" =>
                new(AccessPrincipal.Federated(name)),
            _ => new(AccessPrincipal.Federated($"arn:{target.Role.Partition}:iam::{target.Role.Account}:oidc-provider/{name}")),
        };
    }

    /// <summary>The one value that every policy statement of the worker with a condition on a key of its own gives for it.</summary>
    private static string? OwnValue(IReadOnlyList<PolicyDocument> worker, string key)
    {
        var values = worker
            .SelectMany(document => document.Statements)
            .Where(statement => statement.Effect == PolicyEffect.Allow)
            .SelectMany(statement => statement.Conditions)
            .Where(condition => condition.Key.Equals(key, StringComparison.OrdinalIgnoreCase) && condition.Operator is
            {
                Negated: false,
                Comparison: ConditionComparison.StringEquals or ConditionComparison.StringLike or ConditionComparison.ArnLike,
            })
            .SelectMany(condition => condition.Values)
            .Distinct()
            .ToArray();
        return values is [var value] && !value.AsSpan().ContainsAny('*', '?', '$') ? value : null;
    }

    /// <summary>The trust policy may name single sessions of a role.</summary>
    private static IReadOnlyList<OfflineCaller> WithSessions(OfflineCaller caller, PolicyDocument trust)
    {
        if (caller.Principal is not { RoleArn: { } role } || !caller.Principal.Name.EndsWith('>')) return [caller];
        var prefix = caller.Principal.Name[..(caller.Principal.Name.LastIndexOf('/') + 1)];
        var sessions = trust.Statements
            .SelectMany(statement => statement.Principals?.Values ?? [])
            .Where(item => item.Type == PolicyPrincipalType.Aws && item.Value.StartsWith(prefix, StringComparison.Ordinal))
            .Select(item => item.Value)
            .Distinct()
            .Select(name => caller with { Principal = AccessPrincipal.RoleSession(name, caller.Principal.Account!, role) });
        return [caller, .. sessions];
    }

    private static string? Value(OfflineChainRequest request, string key) => request.Context
        .FirstOrDefault(pair => pair.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value is [var value] ? value : null;
}

internal sealed record OfflineCaller(AccessPrincipal Principal)
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

    /// <summary>A session by its ARN, which omits the role's path (IAM guide, "IAM identifiers", IAM ARNs).</summary>
    private static OfflineCaller ForSession(string arn)
    {
        var parts = arn.Split(':', 6);
        var role = new RoleArn(parts[1], parts[4], "/", parts[5].Split('/')[1]);
        return new OfflineCaller(AccessPrincipal.RoleSession(arn, role.Account, role.ToString()) with { Doubt = PrincipalDoubt.Path });
    }

    /// <summary>A session whose role is known as well.</summary>
    public OfflineCaller WithRole(string? roleArn)
    {
        if (Principal is not { Doubt: PrincipalDoubt.Path, RoleArn: { } pathless } || roleArn is null) return this;
        var name = pathless.LastIndexOf('/');
        var isIt = roleArn.StartsWith(pathless[..(name + 1)], StringComparison.Ordinal)
            && roleArn.EndsWith(pathless[name..], StringComparison.Ordinal);
        return isIt ? this with { Principal = Principal with { RoleArn = roleArn, Doubt = PrincipalDoubt.None } } : this;
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
        return new OfflineCaller(principal with { Doubt = PrincipalDoubt.Name });
    }
}
