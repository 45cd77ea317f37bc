namespace AssumeRole.Rotation;

/// <summary>
/// The port to a secret store. Methods may be called concurrently. Values are written and never read: a secret's description and tags
/// say all that has to be known of it.
/// </summary>
public interface ISecretStore : IDisposable
{
    /// <summary>Finds a secret; null if there is none.</summary>
    /// <exception cref="StoreException">The store refused, or could not be reached.</exception>
    Task<StoredSecret?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Creates a secret with its tags.</summary>
    /// <exception cref="StoreException">Also if it exists by now: <see cref="StoreFault.IsAlreadyThere"/>.</exception>
    Task CreateAsync(SecretWrite write, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces value and description in one request, so that no reader sees one without the other. A secret of another owner gets this
    /// program's tags first; a deleted one is restored first.
    /// </summary>
    /// <param name="write">The new content.</param>
    /// <param name="seen">The secret as <see cref="FindAsync"/> found it.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="StoreException">Also if it is gone by now: <see cref="StoreFault.IsMissing"/>.</exception>
    Task ReplaceAsync(SecretWrite write, StoredSecret seen, CancellationToken cancellationToken);
}

/// <summary>A secret to write.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Description">Role, time of the update and expiry; never a secret.</param>
/// <param name="Tags">The tags that mark it as this program's.</param>
public sealed record SecretWrite(string Name, Secret Value, string Description, IReadOnlyDictionary<string, string> Tags);

/// <summary>A secret that a store holds, without its value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Its description, or empty.</param>
/// <param name="Owner">The team in its owner tag; null if this program does not own it.</param>
public sealed record StoredSecret(string Name, string Description, string? Owner)
{
    /// <summary>Whether it is scheduled for deletion.</summary>
    public bool IsToBeDeleted { get; init; }

    /// <summary>The key that encrypts it, where a write has to name it again; null if the store keeps it.</summary>
    public string? KeyId { get; init; }
}
