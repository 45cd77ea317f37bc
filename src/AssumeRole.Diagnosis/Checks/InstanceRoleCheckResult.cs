using AssumeRole.Chains;
using AssumeRole.Credentials;

namespace AssumeRole.Checks;

/// <summary>What the check of the instance's role found.</summary>
/// <param name="Step">Its row.</param>
/// <param name="Credentials">The identity to start from, or null if the step failed.</param>
public sealed record InstanceRoleCheckResult(ChainStep Step, BaseCredentials? Credentials);
