namespace AssumeRole.Rotation;

/// <summary>What a secret is to hold.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Description">Its description: role, time of the update and expiry, never a secret.</param>
/// <param name="Tags">The tags that mark it as this program's.</param>
public sealed record SecretWrite(string Name, Secret Value, string Description, IReadOnlyDictionary<string, string> Tags);
