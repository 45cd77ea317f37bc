using AssumeRole.Aws.SecretsManager;
using AssumeRole.Rotation;

namespace AssumeRole.Aws.Stores;

/// <summary>Secrets Manager as a store of sessions.</summary>
internal sealed class SecretsManagerStore(AmazonSecretsManagerClient client, SecretsOfCall secrets) : ISecretStore
{
    public async Task<StoredSecret?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var found = await StoreCall.SendAsync(
                secrets, () => client.DescribeSecretAsync(new DescribeSecretRequest { SecretId = name }, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            return new StoredSecret(name, found.Description ?? string.Empty, StoreCall.OwnerIn(found.Tags)) { IsToBeDeleted = found.IsDeleted };
        }
        catch (StoreException error) when (error.Fault.IsMissing)
        {
            return null;
        }
    }

    public Task CreateAsync(SecretWrite write, CancellationToken cancellationToken)
    {
        var request = new CreateSecretRequest
        {
            Name = write.Name, SecretString = write.Value.Reveal(), Description = write.Description, Tags = StoreCall.TagsOf(write),
        };
        return StoreCall.SendAsync(secrets.AndStored(write.Value), () => client.CreateSecretAsync(request, cancellationToken), cancellationToken);
    }

    public async Task ReplaceAsync(SecretWrite write, StoredSecret seen, CancellationToken cancellationToken)
    {
        if (seen.IsToBeDeleted)
        {
            var restore = new RestoreSecretRequest { SecretId = write.Name };
            await StoreCall.SendAsync(secrets, () => client.RestoreSecretAsync(restore, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        if (seen.Owner != write.Tags[SecretTags.Owner])
        {
            var mark = new TagResourceRequest { SecretId = write.Name, Tags = StoreCall.TagsOf(write) };
            await StoreCall.SendAsync(secrets, () => client.TagResourceAsync(mark, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        // One request for value and description: PutSecretValue would leave the description to a second one.
        var request = new UpdateSecretRequest { SecretId = write.Name, SecretString = write.Value.Reveal(), Description = write.Description };
        await StoreCall.SendAsync(secrets.AndStored(write.Value), () => client.UpdateSecretAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => client.Dispose();
}
