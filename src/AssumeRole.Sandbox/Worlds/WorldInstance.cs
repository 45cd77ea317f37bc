namespace AssumeRole.Sandbox.Worlds;

/// <summary>The EC2 instance.</summary>
/// <param name="Id">The instance id; it is also the name of the role's session.</param>
/// <param name="RoleArn">The role of the instance profile; null for an instance without one.</param>
/// <param name="InstanceProfileArn">The instance profile.</param>
/// <param name="AvailabilityZone">Where the instance is.</param>
/// <param name="TokensRequired">Whether the metadata service demands a token (IMDSv2) or also answers without one.</param>
/// <param name="InstanceRoleIsChainLink">
/// Whether a session of the instance's role counts as a link of a role chain, so that assuming a role from it is capped at one
/// hour. Public statements about AWS contradict each other, so a world chooses.
/// </param>
/// <param name="HopLimit">The IP time to live of the answer to a request for a token (HttpPutResponseHopLimit).</param>
/// <param name="ClientHops">
/// How many hops away the client is: 0 for the instance itself, 1 for a container on a bridge. A token reaches it if the limit is
/// greater.
/// </param>
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
    /// <summary>Whether the answer to a request for a token survives the way to the client.</summary>
    public bool TokenArrives => HopLimit > ClientHops;
}
