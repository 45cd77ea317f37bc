using System.Text;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using AssumeRole.Rotation;

namespace AssumeRole.Aws.Stores;

/// <summary>Parameter Store as a store of sessions, each a SecureString.</summary>
internal sealed class ParameterStore(AmazonSimpleSystemsManagementClient client, SecretsOfCall secrets) : ISecretStore
{
    // Bytes of a standard parameter's value (SSM API reference, PutParameter, Tier).
    private const int LargestStandard = 4096;

    public async Task<StoredSecret?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var byName = new DescribeParametersRequest
        {
            ParameterFilters = [new ParameterStringFilter { Key = "Name", Option = "Equals", Values = [name] }],
        };
        var found = await SdkStores.SendAsync(secrets, () => client.DescribeParametersAsync(byName, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        if (found.Parameters?.Find(parameter => parameter.Name == name) is not { } parameter) return null;
        var tagsOf = new ListTagsForResourceRequest { ResourceType = ResourceTypeForTagging.Parameter, ResourceId = name };
        try
        {
            var tags = await SdkStores.SendAsync(secrets, () => client.ListTagsForResourceAsync(tagsOf, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            var owner = tags.TagList?.Find(tag => tag.Key == SecretTags.Owner)?.Value;
            return new StoredSecret(name, parameter.Description ?? string.Empty, owner) { KeyId = parameter.KeyId };
        }
        catch (StoreException error) when (error.Fault.IsMissing)
        {
            return null;
        }
    }

    public Task CreateAsync(SecretWrite write, CancellationToken cancellationToken)
    {
        var request = RequestFor(write);
        request.Overwrite = false;
        request.Tags = TagsOf(write);
        return PutAsync(request, write, cancellationToken);
    }

    public async Task ReplaceAsync(SecretWrite write, StoredSecret seen, CancellationToken cancellationToken)
    {
        // PutParameter takes no tags for a parameter that exists.
        if (seen.Owner != write.Tags[SecretTags.Owner])
        {
            var mark = new AddTagsToResourceRequest
            {
                ResourceType = ResourceTypeForTagging.Parameter, ResourceId = write.Name, Tags = TagsOf(write),
            };
            await SdkStores.SendAsync(secrets, () => client.AddTagsToResourceAsync(mark, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        var request = RequestFor(write);
        request.Overwrite = true;
        // Without it Parameter Store would go back to the account's default key.
        request.KeyId = seen.KeyId;
        await PutAsync(request, write, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => client.Dispose();

    private Task<PutParameterResponse> PutAsync(PutParameterRequest request, SecretWrite write, CancellationToken cancellationToken) =>
        SdkStores.SendAsync(secrets.AndStored(write.Value), () => client.PutParameterAsync(request, cancellationToken), cancellationToken);

    private static PutParameterRequest RequestFor(SecretWrite write)
    {
        var value = write.Value.Reveal();
        return new PutParameterRequest
        {
            Name = write.Name,
            Type = ParameterType.SecureString,
            Value = value,
            Description = write.Description,
            Tier = Encoding.UTF8.GetByteCount(value) > LargestStandard ? ParameterTier.Advanced : null,
        };
    }

    private static List<Tag> TagsOf(SecretWrite write) => [.. write.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];
}
