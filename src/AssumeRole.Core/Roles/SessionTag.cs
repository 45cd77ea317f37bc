namespace AssumeRole.Roles;

/// <summary>One session tag.</summary>
/// <param name="Key">1 to 128 characters; keys differ by more than case.</param>
/// <param name="Value">0 to 256 characters.</param>
public sealed record SessionTag(string Key, string Value);
