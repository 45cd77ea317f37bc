using AssumeRole.Sandbox.Sessions;

namespace AssumeRole.Sandbox.Metadata;

/// <summary>A session of the instance's role and when it was made.</summary>
internal sealed record IssuedCredentials(RoleSession Session, DateTimeOffset LastUpdated);
