namespace AssumeRole.Policies;

/// <summary>A policy under the name that a decision reports.</summary>
/// <param name="Name">The policy's name or ARN.</param>
/// <param name="Document">The document.</param>
public sealed record NamedPolicy(string Name, PolicyDocument Document);
