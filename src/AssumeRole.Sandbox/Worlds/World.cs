using AssumeRole.Policies;

namespace AssumeRole.Sandbox.Worlds;

/// <summary>Everything that exists in a sandbox. README.md describes the JSON file.</summary>
internal sealed record World
{
    /// <summary>The region of the instance and of STS.</summary>
    public required string Region { get; init; }

    public WorldInstance? Instance { get; init; }

    public IReadOnlyList<WorldRole> Roles { get; init; } = [];

    public IReadOnlyList<WorldUser> Users { get; init; } = [];

    public IReadOnlyList<WorldIdentityProvider> IdentityProviders { get; init; } = [];

    public IReadOnlyList<WorldMfaDevice> MfaDevices { get; init; } = [];

    /// <summary>Managed policies that PolicyArns may name; the name of each is its ARN.</summary>
    public IReadOnlyList<NamedPolicy> ManagedPolicies { get; init; } = [];

    /// <summary>The accounts that have settings of their own.</summary>
    public IReadOnlyList<WorldAccount> Accounts { get; init; } = [];

    /// <summary>The policy of the VPC endpoint that signed calls come through; null if they come through none.</summary>
    public NamedPolicy? VpcEndpointPolicy { get; init; }

    /// <summary>The longest life of credentials in seconds, whatever was requested: expiry can be tried out.</summary>
    public int CredentialLifetime { get; init; } = int.MaxValue;

    public WorldFaults Faults { get; init; } = new();

    public WorldAccount FindAccount(string id) => Accounts.FirstOrDefault(account => account.Id == id) ?? new WorldAccount(id, [], [], []);

    public WorldRole? FindRole(string arn) => Roles.FirstOrDefault(role => role.Arn.Text == arn);
}

/// <param name="Trust">The trust policy.</param>
/// <param name="MaxSessionDuration">In seconds.</param>
/// <param name="AssumedRoleArn">The ARN that its sessions have in place of the usual one, for tests that compare it.</param>
internal sealed record WorldRole(
    IamArn Arn,
    NamedPolicy Trust,
    IReadOnlyList<NamedPolicy> Policies,
    NamedPolicy? PermissionsBoundary,
    int MaxSessionDuration,
    string? Description,
    string? AssumedRoleArn);

internal sealed record WorldUser(
    IamArn Arn,
    string AccessKeyId,
    Secret SecretAccessKey,
    IReadOnlyList<NamedPolicy> Policies,
    NamedPolicy? PermissionsBoundary);

/// <param name="SerialNumber">Its serial number or ARN.</param>
/// <param name="Codes">The codes that it accepts, at any time and any number of times.</param>
internal sealed record WorldMfaDevice(string SerialNumber, string UserArn, IReadOnlyList<string> Codes);

/// <summary>An OpenID Connect provider.</summary>
/// <param name="Url">The issuer, as in the iss claim.</param>
/// <param name="ClientIds">The audiences that it accepts.</param>
/// <param name="Keys">
/// Its public keys. Without keys the signature of a token is <b>not verified</b>: a test can make its own tokens, and proves nothing
/// about signing.
/// </param>
internal sealed record WorldIdentityProvider(IamArn Arn, string Url, IReadOnlyList<string> ClientIds, IReadOnlyList<JsonWebKey> Keys)
{
    /// <summary>The issuer without its scheme, which begins the provider's context keys: host/path:sub.</summary>
    public string ContextKeyPrefix => Url[(Url.IndexOf("://", StringComparison.Ordinal) + 3)..];
}

/// <param name="DisabledRegions">The regions in which STS issues nothing for this account's roles and users.</param>
/// <param name="ServiceControlPolicies">They limit its users and roles; if there are any, one must allow.</param>
/// <param name="ResourceControlPolicies">They limit access to its roles; if there are any, one must allow.</param>
internal sealed record WorldAccount(
    string Id,
    IReadOnlyList<string> DisabledRegions,
    IReadOnlyList<NamedPolicy> ServiceControlPolicies,
    IReadOnlyList<NamedPolicy> ResourceControlPolicies);

/// <summary>The EC2 instance whose metadata service runs here.</summary>
/// <param name="Id">Also the name of the role's session.</param>
/// <param name="RoleArn">The role of the instance profile; null for an instance without one.</param>
/// <param name="TokensRequired">Whether IMDSv1, without a token, is refused.</param>
/// <param name="InstanceRoleIsChainLink">
/// Whether a session of the instance's role is a link of a role chain, so that a role assumed from it is capped at one hour. Public
/// statements about AWS contradict each other, so a world chooses.
/// </param>
/// <param name="HopLimit">The IP time to live of the answer to a token request (HttpPutResponseHopLimit).</param>
/// <param name="ClientHops">The hops to the client: 0 for the instance itself, 1 for a container on a bridge.</param>
internal sealed record WorldInstance(
    string Id,
    string? RoleArn,
    string? InstanceProfileArn,
    string AvailabilityZone,
    bool TokensRequired,
    bool InstanceRoleIsChainLink,
    int HopLimit,
    int ClientHops)
{
    /// <summary>Whether the answer to a token request survives the hops to the client.</summary>
    public bool TokenArrives => HopLimit > ClientHops;
}
