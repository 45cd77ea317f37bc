namespace AssumeRole.Policies;

/// <summary>Who makes a request.</summary>
/// <param name="Type">AWS, Service or Federated.</param>
/// <param name="Name">The ARN of the user or role session, the service's name, or the identity provider's ARN.</param>
/// <param name="Account">The account that the principal belongs to; null for a service or a provider.</param>
/// <param name="RoleArn">For a role session, the role that issued it.</param>
public sealed record AccessPrincipal(PolicyPrincipalType Type, string Name, string? Account = null, string? RoleArn = null)
{
    /// <summary>A user.</summary>
    /// <param name="arn">The user's ARN.</param>
    /// <param name="account">The user's account.</param>
    public static AccessPrincipal User(string arn, string account) => new(PolicyPrincipalType.Aws, arn, account);

    /// <summary>A role session.</summary>
    /// <param name="arn">The session's ARN, arn:aws:sts::account:assumed-role/role/session.</param>
    /// <param name="account">The role's account.</param>
    /// <param name="roleArn">The role's ARN.</param>
    public static AccessPrincipal RoleSession(string arn, string account, string roleArn) =>
        new(PolicyPrincipalType.Aws, arn, account, roleArn);

    /// <summary>An AWS service.</summary>
    /// <param name="name">The service's name, such as ec2.amazonaws.com.</param>
    public static AccessPrincipal Service(string name) => new(PolicyPrincipalType.Service, name);

    /// <summary>Somebody whom an identity provider vouches for.</summary>
    /// <param name="providerArn">The provider's ARN.</param>
    public static AccessPrincipal Federated(string providerArn) => new(PolicyPrincipalType.Federated, providerArn);
}
