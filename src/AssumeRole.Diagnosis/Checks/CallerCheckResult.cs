using AssumeRole.Chains;
using AssumeRole.Sts;

namespace AssumeRole.Checks;

/// <summary>What asking for the caller's identity showed.</summary>
/// <param name="Steps">The rows.</param>
/// <param name="Caller">Who the caller is; null if STS did not say, or if only a token stands for it.</param>
/// <param name="Endpoint">Where STS is asked, or null if that could not be found out.</param>
internal sealed record CallerCheckResult(IReadOnlyList<ChainStep> Steps, CallerIdentity? Caller, StsEndpoint? Endpoint);
