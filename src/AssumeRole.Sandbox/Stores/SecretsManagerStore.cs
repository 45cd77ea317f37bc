using System.Text;
using System.Text.Json;
using AssumeRole.Cryptography;
using AssumeRole.Sandbox.Protocol;

namespace AssumeRole.Sandbox.Stores;

/// <summary>Secrets Manager, as far as rotation and Concourse use it.</summary>
internal sealed class SecretsManagerStore(TimeProvider time) : IStore
{
    private const int SuffixLength = 6;
    private const int RecoveryDays = 30;

    public string SigningName => "secretsmanager";

    public string TargetPrefix => "secretsmanager";

    public string TaggingAction => "TagResource";

    public StoredItems Items { get; } = new();

    public string? NameIn(JsonElement request) => request.Text("Name") ?? (request.Text("SecretId") is { } id ? NameOf(id) : null);

    public string ResourceOf(StoreCall call) => NameIn(call.Request) is { } name ? ArnOf(call, name) : "*";

    public StoreAnswer? Execute(string operation, StoreCall call)
    {
        if (NameIn(call.Request) is not { Length: > 0 } name) return StoreErrors.Invalid("The request names no secret.");
        return operation switch
        {
            "CreateSecret" => Create(call, name),
            "UpdateSecret" => Change(
                call, name, secret => Written(secret, call) with { Description = call.Request.Text("Description") ?? secret.Description }),
            "PutSecretValue" => Change(call, name, secret => Written(secret, call)),
            "TagResource" => Change(call, name, secret => secret with { Tags = StoredItem.Merge(secret.Tags, call.Request.Tags()) }),
            "DeleteSecret" => Change(call, name, secret => secret with { DeletedAt = time.GetUtcNow().AddDays(RecoveryDays) }),
            "RestoreSecret" => Change(call, name, secret => secret with { DeletedAt = null }, whenDeleted: true),
            "DescribeSecret" => Items.Find(call, name) is { } secret ? StoreAnswer.Object(json => Describe(json, secret)) : StoreErrors.SecretMissing,
            "GetSecretValue" => Get(call, name),
            _ => null,
        };
    }

    private StoreAnswer Create(StoreCall call, string name)
    {
        var (made, error) = Items.Change(call, name, secret => secret switch
        {
            { DeletedAt: not null } => (null, StoreErrors.SecretNameDeleted),
            // The same request again, whose answer was lost.
            { Current: { } current } when current.Id == call.Request.Text("ClientRequestToken")
                && current.Value == call.Request.Text("SecretString") => (secret, null),
            not null => (null, StoreErrors.SecretExists(name)),
            null => (Written(new StoredItem { Name = name, Arn = ArnOf(call, name) }, call) with
            {
                Description = call.Request.Text("Description"), Tags = call.Request.Tags(),
            }, null),
        });
        return made is null ? error! : StoreAnswer.Object(json => Identify(json, made));
    }

    private StoreAnswer Change(StoreCall call, string name, Func<StoredItem, StoredItem> change, bool whenDeleted = false)
    {
        var (changed, error) = Items.Change(call, name, secret => secret switch
        {
            null => (null, StoreErrors.SecretMissing),
            { DeletedAt: not null } when !whenDeleted => (null, StoreErrors.SecretDeleted),
            _ => (change(secret), null),
        });
        return changed is null ? error! : StoreAnswer.Object(json => Identify(json, changed));
    }

    private StoreAnswer Get(StoreCall call, string name)
    {
        if (Items.Find(call, name) is not { } secret) return StoreErrors.SecretMissing;
        if (secret.DeletedAt is not null) return StoreErrors.SecretDeleted;
        var stage = call.Request.Text("VersionStage") ?? "AWSCURRENT";
        return (stage == "AWSPREVIOUS" ? secret.Previous : secret.Current) is { } version
            ? StoreAnswer.Object(json =>
            {
                json.WriteString("ARN", secret.Arn);
                json.WriteString("Name", secret.Name);
                json.WriteString("VersionId", version.Id);
                json.WriteString("SecretString", version.Value);
                json.WriteStartArray("VersionStages");
                json.WriteStringValue(stage);
                json.WriteEndArray();
                json.WriteTime("CreatedDate", version.CreatedAt);
            })
            : StoreErrors.SecretMissing;
    }

    private StoredItem Written(StoredItem secret, StoreCall call)
    {
        var token = call.Request.Text("ClientRequestToken") ?? Guid.NewGuid().ToString();
        if (call.Request.Text("SecretString") is not { } value || secret.Current?.Id == token) return secret;
        return secret.With(new SecretVersion(token, value, time.GetUtcNow()));
    }

    private static void Identify(Utf8JsonWriter json, StoredItem secret)
    {
        json.WriteString("ARN", secret.Arn);
        json.WriteString("Name", secret.Name);
        if (secret.Current is { } version) json.WriteString("VersionId", version.Id);
    }

    private static void Describe(Utf8JsonWriter json, StoredItem secret)
    {
        json.WriteString("ARN", secret.Arn);
        json.WriteString("Name", secret.Name);
        if (secret.Description is { } description) json.WriteString("Description", description);
        json.WriteTime("LastChangedDate", secret.ChangedAt);
        if (secret.DeletedAt is { } deleted) json.WriteTime("DeletedDate", deleted);
        json.WriteTags("Tags", secret.Tags);
        json.WriteStartObject("VersionIdsToStages");
        foreach (var (version, stage) in new[] { (secret.Current, "AWSCURRENT"), (secret.Previous, "AWSPREVIOUS") })
        {
            if (version is null) continue;
            json.WriteStartArray(version.Id);
            json.WriteStringValue(stage);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>AWS puts six random characters behind the name; here they come from the name.</summary>
    private static string ArnOf(StoreCall call, string name)
    {
        var suffix = Convert.ToHexString(Digest.Sha256(Encoding.UTF8.GetBytes(name)))[..SuffixLength];
        return $"arn:aws:secretsmanager:{call.Region}:{call.Account}:secret:{name}-{suffix}";
    }

    /// <summary>A secret may be named by its ARN too.</summary>
    private static string NameOf(string id) => id.StartsWith("arn:", StringComparison.Ordinal) ? id.Split(':', 7)[^1][..^(SuffixLength + 1)] : id;
}
