using AssumeRole.Chains;
using AssumeRole.Credentials;

namespace AssumeRole.Checks;

/// <summary>What one hop showed.</summary>
/// <param name="Steps">The rows.</param>
/// <param name="Session">The role's session, or null if the hop is broken.</param>
internal sealed record HopCheckResult(IReadOnlyList<ChainStep> Steps, SessionCredentials? Session);
