using System.Text.Json;
using AssumeRole.Rotation;

namespace AssumeRole.Aws.Stores;

internal sealed class SecretsManagerStore(SecretsManagerClient client, SecretsOfCall secrets) : ISecretStore
{
    public async Task<StoredSecret?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var found = await CallAsync("DescribeSecret", json => json.WriteString("SecretId", name), secrets, cancellationToken).ConfigureAwait(false);
            return new StoredSecret(name, found.FindText("Description") ?? string.Empty, FindOwner(found))
            {
                IsToBeDeleted = found.TryGetProperty("DeletedDate", out var date) && date.ValueKind != JsonValueKind.Null,
            };
        }
        catch (StoreException error) when (error.Fault.IsMissing)
        {
            return null;
        }
    }

    public Task CreateAsync(SecretWrite write, CancellationToken cancellationToken) => CallAsync(
        "CreateSecret",
        json =>
        {
            WriteToken(json);
            json.WriteString("Name", write.Name);
            WriteContent(json, write);
            WriteTags(json, write);
        },
        secrets.AndStored(write.Value),
        cancellationToken);

    public async Task ReplaceAsync(SecretWrite write, StoredSecret seen, CancellationToken cancellationToken)
    {
        if (seen.IsToBeDeleted)
            await CallAsync("RestoreSecret", json => json.WriteString("SecretId", write.Name), secrets, cancellationToken).ConfigureAwait(false);
        if (seen.Owner != write.Tags[SecretTags.Owner])
            await CallAsync("TagResource", Mark, secrets, cancellationToken).ConfigureAwait(false);
        // One request for value and description: PutSecretValue would leave the description to a second one.
        await CallAsync("UpdateSecret", Update, secrets.AndStored(write.Value), cancellationToken).ConfigureAwait(false);

        void Mark(Utf8JsonWriter json)
        {
            json.WriteString("SecretId", write.Name);
            WriteTags(json, write);
        }

        void Update(Utf8JsonWriter json)
        {
            WriteToken(json);
            json.WriteString("SecretId", write.Name);
            WriteContent(json, write);
        }
    }

    public void Dispose() => client.Dispose();

    private Task<JsonElement> CallAsync(
        string operation, Action<Utf8JsonWriter> write, SecretsOfCall secretsOfCall, CancellationToken cancellationToken) =>
        SdkStores.SendAsync(secretsOfCall, () => client.CallAsync(operation, write, cancellationToken), cancellationToken);

    /// <summary>Secrets Manager takes a request that is sent again with the same token for the same request.</summary>
    private static void WriteToken(Utf8JsonWriter json) => json.WriteString("ClientRequestToken", Guid.NewGuid().ToString());

    private static void WriteContent(Utf8JsonWriter json, SecretWrite write)
    {
        json.WriteString("Description", write.Description);
        json.WriteString("SecretString", write.Value.Reveal());
    }

    private static void WriteTags(Utf8JsonWriter json, SecretWrite write)
    {
        json.WriteStartArray("Tags");
        foreach (var (key, value) in write.Tags)
        {
            json.WriteStartObject();
            json.WriteString("Key", key);
            json.WriteString("Value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string? FindOwner(JsonElement secret)
    {
        if (!secret.TryGetProperty("Tags", out var tags) || tags.ValueKind != JsonValueKind.Array) return null;
        foreach (var tag in tags.EnumerateArray())
            if (tag.FindText("Key") == SecretTags.Owner) return tag.FindText("Value") ?? string.Empty;
        return null;
    }
}
