namespace AssumeRole.Rehearsal;

/// <summary>What a script may know of the sandbox that runs.</summary>
/// <param name="Endpoint">Where STS and IMDSv2 listen.</param>
/// <param name="Region">The instance's region.</param>
/// <param name="InstanceRoleArn">The instance's role, or null.</param>
/// <param name="RoleArns">Every role of the world.</param>
public sealed record RoleSandboxInfo(Uri Endpoint, string Region, string? InstanceRoleArn, IReadOnlyList<string> RoleArns);
