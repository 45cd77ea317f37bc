using AssumeRole.Policies;
using AssumeRole.Roles;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sessions;

/// <summary>Temporary credentials of a role or a user. <see cref="SessionStore.Issue"/> sets the members of this type.</summary>
internal abstract record TemporarySession
{
    public string AccessKeyId { get; init; } = "";

    public Secret SecretAccessKey { get; init; } = null!;

    public Secret SessionToken { get; init; } = null!;

    public DateTimeOffset IssuedAt { get; init; }

    public DateTimeOffset Expiration { get; init; }
}

internal sealed record RoleSession : TemporarySession
{
    public required WorldRole Role { get; init; }

    public required string Name { get; init; }

    /// <summary>EC2 assumed the role for its instance, in place of a caller of STS.</summary>
    public bool IsInstanceRole { get; init; }

    /// <summary>Set once in a chain, and then on every session after it.</summary>
    public string? SourceIdentity { get; init; }

    public IReadOnlyList<SessionTag> Tags { get; init; } = [];

    public IReadOnlyList<string> TransitiveTagKeys { get; init; } = [];

    public IReadOnlyList<NamedPolicy> Policies { get; init; } = [];

    public string Arn => Role.AssumedRoleArn ?? Role.Arn.SessionArn(Name);

    public string UserId => $"{UniqueId.OfRole(Role.Arn)}:{Name}";
}

internal sealed record UserSession : TemporarySession
{
    public required WorldUser User { get; init; }

    public required bool WithMfa { get; init; }
}
