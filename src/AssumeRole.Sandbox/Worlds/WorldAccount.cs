using AssumeRole.Policies;

namespace AssumeRole.Sandbox.Worlds;

/// <summary>What an account's administrators decided for all of it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="DisabledRegions">The regions in which STS issues nothing for this account's roles and users.</param>
/// <param name="ServiceControlPolicies">The most that its users and roles can do; if there are any, one must allow.</param>
/// <param name="ResourceControlPolicies">The most that anybody can do with its roles; if there are any, one must allow.</param>
internal sealed record WorldAccount(
    string Id,
    IReadOnlyList<string> DisabledRegions,
    IReadOnlyList<NamedPolicy> ServiceControlPolicies,
    IReadOnlyList<NamedPolicy> ResourceControlPolicies)
{
    /// <summary>An account about which nothing was decided.</summary>
    public static WorldAccount Plain(string id) => new(id, [], [], []);
}
