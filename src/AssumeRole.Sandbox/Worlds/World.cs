using AssumeRole.Policies;

namespace AssumeRole.Sandbox.Worlds;

/// <summary>Everything that exists in a sandbox, as its JSON file says. README.md describes the file.</summary>
internal sealed record World
{
    /// <summary>The region of the instance and of STS.</summary>
    public required string Region { get; init; }

    /// <summary>The EC2 instance whose metadata service is played, if there is one.</summary>
    public WorldInstance? Instance { get; init; }

    public IReadOnlyList<WorldRole> Roles { get; init; } = [];

    public IReadOnlyList<WorldUser> Users { get; init; } = [];

    public IReadOnlyList<WorldIdentityProvider> IdentityProviders { get; init; } = [];

    public IReadOnlyList<WorldMfaDevice> MfaDevices { get; init; } = [];

    /// <summary>Managed policies that PolicyArns may name; the name of each is its ARN.</summary>
    public IReadOnlyList<NamedPolicy> ManagedPolicies { get; init; } = [];

    public WorldFaults Faults { get; init; } = new();

    public WorldRole? FindRole(string arn) => Roles.FirstOrDefault(role => role.Arn.Text == arn);
}
