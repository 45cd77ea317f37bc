using System.Collections.Immutable;
using AssumeRole.Policies;
using AssumeRole.Roles;

namespace AssumeRole.Checks;

/// <summary>Who wants which role, and every policy that has a say.</summary>
internal sealed record RoleQuestion
{
    /// <summary>Who asks: a role's session, a user, a service such as ec2.amazonaws.com, an identity provider.</summary>
    public required AccessPrincipal Caller { get; init; }

    /// <summary>The role, and what is sent with the request for it.</summary>
    public required RoleRequest Target { get; init; }

    /// <summary>The policies that were read: <see cref="PolicySet.Trust"/> is the role's trust policy.</summary>
    public required PolicySet Policies { get; init; }

    /// <summary>Policies that exist and were not read, or not wholly; each may allow or deny anything.</summary>
    public IReadOnlyList<UnreadPolicy> Unread { get; init; } = [];

    /// <summary>
    /// What is known of the call beyond what it says itself, such as aws:SourceIp. A key without values is known to be absent; a
    /// key that is not here at all is unknown.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Context { get; init; } =
        ImmutableDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>Whether the caller stands for any role of its account, so that its name decides nothing.</summary>
    internal bool IsCallerNameless { get; init; }
}
