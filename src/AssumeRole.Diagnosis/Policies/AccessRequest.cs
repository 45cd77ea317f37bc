using System.Collections.Immutable;

namespace AssumeRole.Policies;

/// <summary>What is to be decided: may this principal do this with that?</summary>
/// <param name="Principal">Who asks.</param>
/// <param name="Action">The action, such as sts:AssumeRole.</param>
/// <param name="Resource">The ARN of the resource.</param>
/// <param name="ResourceAccount">The account that owns the resource.</param>
/// <param name="Context">The context keys.</param>
public sealed record AccessRequest(
    AccessPrincipal Principal, string Action, string Resource, string ResourceAccount, RequestContext Context);

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

/// <summary>The context keys of a request, such as sts:ExternalId. Names are compared without regard to case.</summary>
public sealed class RequestContext
{
    private readonly ImmutableDictionary<string, ImmutableArray<string>> keys;

    private RequestContext(ImmutableDictionary<string, ImmutableArray<string>> keys) => this.keys = keys;

    /// <summary>A context without keys.</summary>
    public static RequestContext Empty { get; } = new(
        ImmutableDictionary.Create<string, ImmutableArray<string>>(StringComparer.OrdinalIgnoreCase));

    /// <summary>The values of a key; empty if the request has no such key.</summary>
    /// <param name="key">The key.</param>
    public IReadOnlyList<string> this[string key] => keys.TryGetValue(key, out var values) ? values : [];

    /// <summary>This context with one key more, or with other values for it; without it if there are no values.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values">Its values.</param>
    public RequestContext With(string key, params IEnumerable<string> values)
    {
        var array = values.ToImmutableArray();
        return new RequestContext(array.IsEmpty ? keys.Remove(key) : keys.SetItem(key, array));
    }
}
