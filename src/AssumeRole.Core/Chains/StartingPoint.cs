using AssumeRole.Sources;

namespace AssumeRole.Chains;

/// <summary>Where a chain starts: which identity, and which STS is asked.</summary>
/// <param name="Base">The identity.</param>
/// <param name="Region">The region that the user gave, or null.</param>
/// <param name="EndpointUrl">The STS address that the user gave, or null.</param>
/// <param name="TokenCode">The code for the mfa_serial of a profile, or null.</param>
internal sealed record StartingPoint(BaseSelection Base, string? Region, string? EndpointUrl, string? TokenCode = null);
