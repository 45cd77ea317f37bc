using AssumeRole.Policies;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sessions;

/// <summary>A session of a role, with the credentials that were issued for it.</summary>
internal sealed record RoleSession : TemporarySession
{
    public required WorldRole Role { get; init; }

    public required string Name { get; init; }

    /// <summary>Whether EC2 assumed the role for its instance, in place of a caller of STS.</summary>
    public bool IsInstanceRole { get; init; }

    /// <summary>Set once in a chain, and then on every session after it.</summary>
    public string? SourceIdentity { get; init; }

    public IReadOnlyList<SessionTag> Tags { get; init; } = [];

    /// <summary>The keys of those tags that the next session of the chain inherits.</summary>
    public IReadOnlyList<string> TransitiveTagKeys { get; init; } = [];

    /// <summary>The policies that limit this session; empty if nothing does.</summary>
    public IReadOnlyList<NamedPolicy> Policies { get; init; } = [];

    /// <summary>arn:aws:sts::account:assumed-role/role/name, unless the world says otherwise.</summary>
    public string Arn => Role.AssumedRoleArn ?? Role.Arn.SessionArn(Name);

    /// <summary>The role's unique id and the session's name, joined by a colon.</summary>
    public string UserId => $"{UniqueId.OfRole(Role.Arn)}:{Name}";
}
