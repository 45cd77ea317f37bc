namespace AssumeRole.Rotation;

/// <summary>What a store knows of a secret, without its value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Its description, or empty.</param>
/// <param name="Owner">The team that it was written for, from its tag; null if this program does not own it.</param>
public sealed record StoredSecret(string Name, string Description, string? Owner)
{
    /// <summary>Whether somebody deleted it and the store still keeps it for a while.</summary>
    public bool IsToBeDeleted { get; init; }

    /// <summary>The key that encrypts it, where writing would otherwise change it; null if the store keeps it by itself.</summary>
    public string? KeyId { get; init; }
}
