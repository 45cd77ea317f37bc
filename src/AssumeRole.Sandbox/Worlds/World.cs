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

    /// <summary>Accounts about which something was decided; every other account is plain.</summary>
    public IReadOnlyList<WorldAccount> Accounts { get; init; } = [];

    /// <summary>The policy of the VPC endpoint that signed calls come through, if they come through one.</summary>
    public NamedPolicy? VpcEndpointPolicy { get; init; }

    /// <summary>How many seconds credentials live at the most, whatever was asked for: so that expiry can be tried out.</summary>
    public int CredentialLifetime { get; init; } = int.MaxValue;

    public WorldFaults Faults { get; init; } = new();

    public WorldAccount FindAccount(string id) =>
        Accounts.FirstOrDefault(account => account.Id == id) ?? WorldAccount.Plain(id);

    public WorldRole? FindRole(string arn) => Roles.FirstOrDefault(role => role.Arn.Text == arn);
}
