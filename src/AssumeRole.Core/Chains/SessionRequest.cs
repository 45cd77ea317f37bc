using AssumeRole.Roles;
using AssumeRole.Sources;

namespace AssumeRole.Chains;

/// <summary>A checked request for a session: nothing has been sent for it yet.</summary>
/// <param name="Chain">The hops.</param>
/// <param name="Base">The identity to start from.</param>
/// <param name="Region">The region that the user gave, or null.</param>
/// <param name="EndpointUrl">The STS address that the user gave, or null.</param>
/// <param name="UseCache">Whether a session that is in memory will do.</param>
public sealed record SessionRequest(
    RoleChain Chain, BaseSelection Base, string? Region = null, string? EndpointUrl = null, bool UseCache = true)
{
    /// <summary>Where the chain starts.</summary>
    internal StartingPoint Start => new(Base, Region, EndpointUrl, Chain.ProfileTokenCode);
}

/// <summary>Where a chain starts: which identity, and which STS is asked.</summary>
/// <param name="Base">The identity.</param>
/// <param name="Region">The region that the user gave, or null.</param>
/// <param name="EndpointUrl">The STS address that the user gave, or null.</param>
/// <param name="TokenCode">The code for the mfa_serial of a profile, or null.</param>
internal sealed record StartingPoint(BaseSelection Base, string? Region, string? EndpointUrl, string? TokenCode = null);
