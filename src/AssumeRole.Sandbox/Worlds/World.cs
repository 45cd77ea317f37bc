using AssumeRole.Policies;

namespace AssumeRole.Sandbox.Worlds;

/// <summary>Everything that exists in a sandbox. README.md describes the JSON file.</summary>
internal sealed record World
{
    public required string Region { get; init; }

    public WorldInstance? Instance { get; init; }

    public IReadOnlyList<WorldRole> Roles { get; init; } = [];

    public IReadOnlyList<WorldUser> Users { get; init; } = [];

    public IReadOnlyList<WorldIdentityProvider> IdentityProviders { get; init; } = [];

    public IReadOnlyList<WorldMfaDevice> MfaDevices { get; init; } = [];

    /// <summary>The name of each is its ARN.</summary>
    public IReadOnlyList<NamedPolicy> ManagedPolicies { get; init; } = [];

    public IReadOnlyList<WorldAccount> Accounts { get; init; } = [];

    public NamedPolicy? VpcEndpointPolicy { get; init; }

    public int CredentialLifetime { get; init; } = int.MaxValue;

    public WorldFaults Faults { get; init; } = new();

    public WorldAccount FindAccount(string id) => Accounts.FirstOrDefault(account => account.Id == id) ?? new WorldAccount(id, [], [], []);

    public WorldRole? FindRole(string arn) => Roles.FirstOrDefault(role => role.Arn.Text == arn);
}

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

internal sealed record WorldMfaDevice(string SerialNumber, string UserArn, IReadOnlyList<string> Codes);

/// <summary>An OpenID Connect provider.</summary>
/// <param name="Keys">Without keys the signature of a token is <b>not verified</b>.</param>
internal sealed record WorldIdentityProvider(IamArn Arn, string Url, IReadOnlyList<string> ClientIds, IReadOnlyList<JsonWebKey> Keys)
{
    /// <summary>The issuer without its scheme, which begins the provider's context keys: host/path:sub.</summary>
    public string ContextKeyPrefix => Url[(Url.IndexOf("://", StringComparison.Ordinal) + 3)..];
}

/// <param name="ServiceControlPolicies">A list for each level from the organisation's root down to the account.</param>
internal sealed record WorldAccount(
    string Id,
    IReadOnlyList<string> DisabledRegions,
    IReadOnlyList<IReadOnlyList<NamedPolicy>> ServiceControlPolicies,
    IReadOnlyList<NamedPolicy> ResourceControlPolicies);

/// <summary>The EC2 instance whose metadata service runs here.</summary>
/// <param name="InstanceRoleIsChainLink">
/// Whether a role assumed from a session of the instance's role is capped at one hour, as in a role chain. Public statements about AWS
/// contradict each other, so a world chooses.
/// </param>
/// <param name="HopLimit">The IP time to live of the answer to a token request (HttpPutResponseHopLimit).</param>
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
    public bool TokenArrives => HopLimit > ClientHops;
}
