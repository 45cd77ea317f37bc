using AssumeRole.Policies;
using AssumeRole.Roles;

namespace AssumeRole.Checks;

/// <summary>Somebody who may be the worker, as far as the documents tell.</summary>
/// <param name="Principal">The caller.</param>
/// <param name="IsNameless">Whether it stands for any role of its account.</param>
internal sealed record OfflineCaller(AccessPrincipal Principal, bool IsNameless = false)
{
    private const string AnySession = "<session>";

    /// <summary>A caller that was named, by an ARN or a service's name.</summary>
    /// <exception cref="Findings.AssumeRoleException">The text names nobody who can assume a role.</exception>
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
            [_, _, "sts", "", _, var resource] when resource.Split('/') is ["assumed-role", _, _] => OfSession(text.Trim()),
            _ => OfRole(RoleArn.Parse(text)),
        };
    }

    /// <summary>A session of a role, whatever its name.</summary>
    public static OfflineCaller OfRole(RoleArn role) => new(AccessPrincipal.RoleSession(
        $"arn:{role.Partition}:sts::{role.Account}:assumed-role/{role.Name}/{AnySession}", role.Account, role.ToString()));

    /// <summary>A session by its ARN, which leaves the role's path out.</summary>
    public static OfflineCaller OfSession(string arn)
    {
        var parts = arn.Split(':', 6);
        var role = new RoleArn(parts[1], parts[4], "/", parts[5].Split('/')[1]);
        return new OfflineCaller(AccessPrincipal.RoleSession(arn, role.Account, role.ToString()));
    }

    /// <summary>Any role of an account, or of any account but the target's.</summary>
    public static OfflineCaller OfAccount(string partition, string? account)
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
