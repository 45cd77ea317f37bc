using AssumeRole.Roles;

namespace AssumeRole.Rotation;

/// <summary>A role that a team uses, under the name that its pipelines know.</summary>
/// <param name="Name">The name that becomes part of the secret's path.</param>
/// <param name="Role">The role.</param>
/// <param name="Duration">How long each session lasts; an hour if the configuration does not say.</param>
public sealed record TeamAccount(string Name, RoleArn Role, SessionDuration Duration);
