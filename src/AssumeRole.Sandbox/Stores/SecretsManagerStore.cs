using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
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

    public string? NameIn(JsonElement request) => request.FindText("Name") ?? (request.FindText("SecretId") is { } id ? NameOf(id) : null);

    public string ResourceOf(StoreCall call) => NameIn(call.Request) is { } name ? ArnOf(call, name) : "*";

    public StoreAnswer? Execute(string operation, StoreCall call)
    {
        if (NameIn(call.Request) is not { Length: > 0 } name) return StoreErrors.Invalid("The request names no secret.");
        return operation switch
        {
            "CreateSecret" => Create(call, name),
            "UpdateSecret" => Change(
                call, name, secret => Written(secret, call) with { Description = call.Request.FindText("Description") ?? secret.Description }),
            "PutSecretValue" => Change(call, name, secret => Written(secret, call)),
            "TagResource" => Change(call, name, secret => secret.WithTags(call.Request.Tags())),
            "DeleteSecret" => Change(call, name, secret => secret with { DeletedAt = time.GetUtcNow().AddDays(RecoveryDays) }),
            "RestoreSecret" => Change(call, name, secret => secret with { DeletedAt = null }, whenDeleted: true),
            "DescribeSecret" => Items.Find(call, name) is { } secret ? Describe(secret) : StoreErrors.SecretMissing,
            "GetSecretValue" => Get(call, name),
            _ => null,
        };
    }

    private StoreAnswer Create(StoreCall call, string name) => Items.Change(call, name, Identify, secret => secret switch
    {
        { DeletedAt: not null } => (null, StoreErrors.SecretNameDeleted),
        // The same request again, whose answer was lost.
        { Current: { } current } when current.Id == call.Request.FindText("ClientRequestToken")
            && current.Value == call.Request.FindText("SecretString") => (secret, null),
        not null => (null, StoreErrors.SecretExists(name)),
        null => (Written(new StoredItem { Name = name, Arn = ArnOf(call, name) }, call) with
        {
            Description = call.Request.FindText("Description"), Tags = call.Request.Tags(),
        }, null),
    });

    private StoreAnswer Change(StoreCall call, string name, Func<StoredItem, StoredItem> change, bool whenDeleted = false) =>
        Items.Change(call, name, Identify, secret => secret switch
        {
            null => (null, StoreErrors.SecretMissing),
            { DeletedAt: not null } when !whenDeleted => (null, StoreErrors.SecretDeleted),
            _ => (change(secret), null),
        });

    private StoreAnswer Get(StoreCall call, string name)
    {
        if (Items.Find(call, name) is not { } secret) return StoreErrors.SecretMissing;
        if (secret.DeletedAt is not null) return StoreErrors.SecretDeleted;
        var stage = call.Request.FindText("VersionStage") ?? "AWSCURRENT";
        if ((stage == "AWSPREVIOUS" ? secret.Previous : secret.Current) is not { } version) return StoreErrors.SecretMissing;
        return new JsonObject
        {
            ["ARN"] = secret.Arn,
            ["Name"] = secret.Name,
            ["VersionId"] = version.Id,
            ["SecretString"] = version.Value,
            ["VersionStages"] = new JsonArray(stage),
            ["CreatedDate"] = StoreJson.Time(version.CreatedAt),
        };
    }

    private StoredItem Written(StoredItem secret, StoreCall call)
    {
        var token = call.Request.FindText("ClientRequestToken") ?? Guid.NewGuid().ToString();
        if (call.Request.FindText("SecretString") is not { } value || secret.Current?.Id == token) return secret;
        return secret.With(new SecretVersion(token, value, time.GetUtcNow()));
    }

    private static JsonObject Identify(StoredItem secret)
    {
        var shown = new JsonObject { ["ARN"] = secret.Arn, ["Name"] = secret.Name };
        if (secret.Current is { } version) shown["VersionId"] = version.Id;
        return shown;
    }

    private static JsonObject Describe(StoredItem secret)
    {
        var stages = new JsonObject();
        if (secret.Current is { } current) stages[current.Id] = new JsonArray("AWSCURRENT");
        if (secret.Previous is { } previous) stages[previous.Id] = new JsonArray("AWSPREVIOUS");
        var shown = new JsonObject
        {
            ["ARN"] = secret.Arn,
            ["Name"] = secret.Name,
            ["LastChangedDate"] = StoreJson.Time(secret.ChangedAt),
            ["Tags"] = StoreJson.Tags(secret.Tags),
            ["VersionIdsToStages"] = stages,
        };
        if (secret.Description is { } description) shown["Description"] = description;
        if (secret.DeletedAt is { } deleted) shown["DeletedDate"] = StoreJson.Time(deleted);
        return shown;
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
