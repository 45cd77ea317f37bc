using System.Text;
using AssumeRole.Aws.SimpleSystemsManagement;
using AssumeRole.Rotation;

namespace AssumeRole.Aws.Stores;

/// <summary>Parameter Store as a store of sessions, each a SecureString.</summary>
internal sealed class ParameterStore(AmazonSimpleSystemsManagementClient client, SecretsOfCall secrets) : ISecretStore
{
    // Bytes of a standard parameter's value (SSM API reference, PutParameter, Tier).
    private const int LargestStandard = 4096;

    public async Task<StoredSecret?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var found = await StoreCall.SendAsync(
            secrets, () => client.DescribeParametersAsync(new DescribeParametersRequest { Name = name }, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        if (found.Parameters.Find(parameter => parameter.Name == name) is not { } parameter) return null;
        try
        {
            var tags = await StoreCall.SendAsync(
                secrets, () => client.ListTagsForResourceAsync(new ListTagsForResourceRequest { ResourceId = name }, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            return new StoredSecret(name, parameter.Description ?? string.Empty, StoreCall.OwnerIn(tags.TagList)) { KeyId = parameter.KeyId };
        }
        catch (StoreException error) when (error.Fault.IsMissing)
        {
            return null;
        }
    }

    public Task CreateAsync(SecretWrite write, CancellationToken cancellationToken)
    {
        var request = new PutParameterRequest
        {
            Name = write.Name,
            Value = write.Value.Reveal(),
            Description = write.Description,
            Tier = TierFor(write),
            Tags = StoreCall.TagsOf(write),
        };
        return StoreCall.SendAsync(secrets.AndStored(write.Value), () => client.PutParameterAsync(request, cancellationToken), cancellationToken);
    }

    public async Task ReplaceAsync(SecretWrite write, StoredSecret seen, CancellationToken cancellationToken)
    {
        // PutParameter takes no tags for a parameter that is there.
        if (seen.Owner != write.Tags[SecretTags.Owner])
        {
            var mark = new AddTagsToResourceRequest { ResourceId = write.Name, Tags = StoreCall.TagsOf(write) };
            await StoreCall.SendAsync(secrets, () => client.AddTagsToResourceAsync(mark, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        var request = new PutParameterRequest
        {
            Name = write.Name,
            Value = write.Value.Reveal(),
            Description = write.Description,
            Overwrite = true,
            Tier = TierFor(write),
            // Without it Parameter Store would go back to the account's default key.
            KeyId = seen.KeyId,
        };
        await StoreCall.SendAsync(secrets.AndStored(write.Value), () => client.PutParameterAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => client.Dispose();

    private static string? TierFor(SecretWrite write) =>
        Encoding.UTF8.GetByteCount(write.Value.Reveal()) > LargestStandard ? "Advanced" : null;
}
