namespace AssumeRole.Sandbox.Sessions;

/// <summary>A session tag. Keys are compared without regard to case, and keep their spelling.</summary>
internal sealed record SessionTag(string Key, string Value);
