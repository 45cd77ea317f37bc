namespace AssumeRole.Rehearsal;

/// <summary>How to start a sandbox.</summary>
/// <param name="WorldPath">A JSON world file, or null for the built-in world of the background documents.</param>
/// <param name="Port">The loopback port, 0 for any free one.</param>
public sealed record RoleSandboxOptions(string? WorldPath = null, int Port = 0);
