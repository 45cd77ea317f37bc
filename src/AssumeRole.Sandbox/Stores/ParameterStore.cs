using System.Text.Json;
using AssumeRole.Sandbox.Protocol;

namespace AssumeRole.Sandbox.Stores;

/// <summary>Parameter Store, as far as rotation and Concourse use it.</summary>
internal sealed class ParameterStore(TimeProvider time) : IStore
{
    private const int LargestStandard = 4096;
    private const string DefaultKey = "alias/aws/ssm";

    public string SigningName => "ssm";

    public string TargetPrefix => "AmazonSSM";

    public string TaggingAction => "AddTagsToResource";

    public StoredItems Items { get; } = new();

    public string? NameIn(JsonElement request) => request.Text("Name") ?? request.Text("ResourceId") ?? request.Text("Path");

    public string ResourceOf(StoreCall call) => NameIn(call.Request) is { } name
        ? $"arn:aws:ssm:{call.Region}:{call.Account}:parameter/{name.TrimStart('/')}"
        : $"arn:aws:ssm:{call.Region}:{call.Account}:*";

    public StoreAnswer? Execute(string operation, StoreCall call)
    {
        if (operation == "DescribeParameters") return Describe(call);
        if (NameIn(call.Request) is not { Length: > 0 } name) return StoreErrors.Invalid("The request names no parameter.");
        return operation switch
        {
            "PutParameter" => Put(call, name),
            "AddTagsToResource" => Tag(call, name),
            "ListTagsForResource" => Items.Find(call, name) is { } parameter
                ? StoreAnswer.Object(json => json.WriteTags("TagList", parameter.Tags))
                : StoreErrors.InvalidResourceId,
            "GetParameter" => Items.Find(call, name) is { } found
                ? StoreAnswer.Object(json => Write(json, found))
                : StoreErrors.ParameterMissing(name),
            "GetParametersByPath" => ByPath(call, name),
            _ => null,
        };
    }

    private StoreAnswer Put(StoreCall call, string name)
    {
        var (value, tags) = (call.Request.Text("Value"), call.Request.Tags());
        var overwrite = call.Request.TryGetProperty("Overwrite", out var flag) && flag.ValueKind == JsonValueKind.True;
        if (value is not { Length: > 0 }) return StoreErrors.Invalid("A value is expected.");
        if (overwrite && tags.Count > 0) return StoreErrors.Invalid("Invalid request: tags and overwrite can't be used together.");
        if (value.Length > LargestStandard && call.Request.Text("Tier") is not "Advanced")
            return StoreErrors.Invalid("Standard tier parameters support a maximum parameter value of 4096 characters.");
        var (put, error) = Items.Change(call, name, parameter => parameter is not null && !overwrite
            ? (null, StoreErrors.ParameterExists)
            : ((parameter ?? new StoredItem { Name = name, Arn = ResourceOf(call), Tags = tags })
                .With(new SecretVersion(Guid.NewGuid().ToString(), value, time.GetUtcNow())) with
                {
                    Description = call.Request.Text("Description") ?? parameter?.Description,
                }, null));
        return put is null
            ? error!
            : StoreAnswer.Object(json =>
            {
                json.WriteNumber("Version", put.Number);
                json.WriteString("Tier", "Standard");
            });
    }

    private StoreAnswer Tag(StoreCall call, string name)
    {
        var (changed, error) = Items.Change(call, name, parameter => parameter is null
            ? (null, StoreErrors.ParameterMissing(name))
            : (parameter with { Tags = StoredItem.Merge(parameter.Tags, call.Request.Tags()) }, null));
        return changed is null ? error! : StoreAnswer.Object(_ => { });
    }

    private StoreAnswer Describe(StoreCall call)
    {
        var names = call.Request.List("ParameterFilters")
            .Where(filter => filter.GetProperty("Key").GetString() == "Name")
            .SelectMany(filter => filter.GetProperty("Values").EnumerateArray().Select(value => value.GetString()))
            .ToHashSet(StringComparer.Ordinal);
        return StoreAnswer.Object(json =>
        {
            json.WriteStartArray("Parameters");
            foreach (var parameter in Items.All(call).Where(parameter => names.Count == 0 || names.Contains(parameter.Name)))
            {
                json.WriteStartObject();
                json.WriteString("Name", parameter.Name);
                json.WriteString("ARN", parameter.Arn);
                json.WriteString("Type", "SecureString");
                json.WriteString("KeyId", DefaultKey);
                if (parameter.Description is { } description) json.WriteString("Description", description);
                json.WriteTime("LastModifiedDate", parameter.ChangedAt);
                json.WriteNumber("Version", parameter.Number);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private StoreAnswer ByPath(StoreCall call, string path) => StoreAnswer.Object(json =>
    {
        json.WriteStartArray("Parameters");
        foreach (var parameter in Items.All(call).Where(one => one.Name.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal)))
        {
            json.WriteStartObject();
            WriteMembers(json, parameter);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, StoredItem parameter)
    {
        json.WriteStartObject("Parameter");
        WriteMembers(json, parameter);
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, StoredItem parameter)
    {
        json.WriteString("Name", parameter.Name);
        json.WriteString("ARN", parameter.Arn);
        json.WriteString("Type", "SecureString");
        json.WriteString("Value", parameter.Current!.Value);
        json.WriteNumber("Version", parameter.Number);
        json.WriteTime("LastModifiedDate", parameter.ChangedAt);
    }
}
