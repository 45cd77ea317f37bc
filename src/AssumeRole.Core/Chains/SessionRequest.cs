using AssumeRole.Roles;
using AssumeRole.Sources;

namespace AssumeRole.Chains;

/// <summary>A checked request for a session: nothing has been sent for it yet.</summary>
internal sealed record SessionRequest(
    RoleChain Chain, BaseSelection Base, string? Region = null, string? EndpointUrl = null, bool UseCache = true)
{
    internal StartingPoint Start => new(Base, Region, EndpointUrl, Chain.ProfileTokenCode);
}

/// <summary>Where a chain starts: which identity, and which STS is asked.</summary>
internal sealed record StartingPoint(BaseSelection Base, string? Region, string? EndpointUrl, string? TokenCode = null);
