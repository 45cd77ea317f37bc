namespace AssumeRole.Rotation;

/// <summary>
/// The port to a secret store. Methods may be called concurrently. Values are written and never read: a secret's description and tags
/// say all that has to be known of it.
/// </summary>
internal interface ISecretStore : IDisposable
{
    Task<StoredSecret?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Fails with <see cref="StoreFault.IsAlreadyThere"/> if the secret exists by now.</summary>
    Task CreateAsync(SecretWrite write, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces value and description in one request, so that no reader sees one without the other. A secret of another owner gets this
    /// program's tags first; a deleted one is restored first.
    /// </summary>
    Task ReplaceAsync(SecretWrite write, StoredSecret seen, CancellationToken cancellationToken);
}

/// <summary>A secret to write. Its description has role, time of the update and expiry, and never a secret.</summary>
internal sealed record SecretWrite(string Name, Secret Value, string Description, IReadOnlyDictionary<string, string> Tags);

/// <summary>A secret without its value. The owner is the team in its tag; null if this program does not own it.</summary>
internal sealed record StoredSecret(string Name, string Description, string? Owner)
{
    public bool IsToBeDeleted { get; init; }

    /// <summary>The key that encrypts it, where a write has to name it again; null if the store keeps it.</summary>
    public string? KeyId { get; init; }
}
