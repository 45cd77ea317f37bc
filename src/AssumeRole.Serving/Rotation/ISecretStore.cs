namespace AssumeRole.Rotation;

/// <summary>
/// The port to a secret store. Every method may be called concurrently. Values go in and never come out: what has to be known of a
/// secret stands in its description and tags.
/// </summary>
public interface ISecretStore : IDisposable
{
    /// <summary>Says what is known of a secret, or null if there is none.</summary>
    /// <exception cref="StoreException">The store refused, or could not be reached.</exception>
    Task<StoredSecret?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Makes a secret that is not there yet, with its tags.</summary>
    /// <exception cref="StoreException">Also if there is one by now: <see cref="StoreFault.IsAlreadyThere"/>.</exception>
    Task CreateAsync(SecretWrite write, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces value and description together, in one request, so that no reader sees one without the other. A secret that was
    /// somebody else's gets this program's tags first; one that is to be deleted is restored first.
    /// </summary>
    /// <param name="write">What it is to hold.</param>
    /// <param name="seen">What <see cref="FindAsync"/> said.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">Also if there is none any more: <see cref="StoreFault.IsMissing"/>.</exception>
    Task ReplaceAsync(SecretWrite write, StoredSecret seen, CancellationToken cancellationToken);
}
