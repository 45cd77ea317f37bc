using System.Collections.Immutable;

namespace AssumeRole.Policies;

internal sealed record AccessRequest(
    AccessPrincipal Principal, string Action, string Resource, string ResourceAccount, RequestContext Context);

/// <summary><c>Account</c> is null for a service and an identity provider; <c>RoleArn</c> is set for role sessions only.</summary>
internal sealed record AccessPrincipal(PolicyPrincipalType Type, string Name, string? Account = null, string? RoleArn = null)
{
    public PrincipalDoubt Doubt { get; init; }

    public static AccessPrincipal User(string arn, string account) => new(PolicyPrincipalType.Aws, arn, account);

    public static AccessPrincipal RoleSession(string arn, string account, string roleArn) =>
        new(PolicyPrincipalType.Aws, arn, account, roleArn);

    public static AccessPrincipal Service(string name) => new(PolicyPrincipalType.Service, name);

    public static AccessPrincipal Federated(string providerArn) => new(PolicyPrincipalType.Federated, providerArn);
}

/// <summary>What is not known of a caller.</summary>
internal enum PrincipalDoubt
{
    None,

    /// <summary>The path of the role: the ARN of a session does not hold it, and <c>RoleArn</c> stands without one.</summary>
    Path,

    /// <summary>The caller is any role of its account, of any account but the resource's if that is null, or any identity provider.</summary>
    Name,
}

/// <summary>The context keys of a request, such as sts:ExternalId. Names are not case-sensitive.</summary>
internal sealed class RequestContext
{
    private readonly ImmutableDictionary<string, ImmutableArray<string>> keys;

    private RequestContext(ImmutableDictionary<string, ImmutableArray<string>> keys) => this.keys = keys;

    public static RequestContext Empty { get; } = new(
        ImmutableDictionary.Create<string, ImmutableArray<string>>(StringComparer.OrdinalIgnoreCase));

    public IReadOnlyList<string> this[string key] => keys.TryGetValue(key, out var values) ? values : [];

    /// <summary>This context with a key added or replaced; without the key if there are no values.</summary>
    public RequestContext With(string key, params IEnumerable<string> values)
    {
        var array = values.ToImmutableArray();
        return new RequestContext(array.IsEmpty ? keys.Remove(key) : keys.SetItem(key, array));
    }
}
