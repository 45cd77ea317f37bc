using System.Text.Json;
using System.Text.Json.Nodes;
using AssumeRole.Policies;
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

    public string? NameIn(JsonElement request) => request.FindText("Name") ?? request.FindText("ResourceId") ?? request.FindText("Path");

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
            "AddTagsToResource" => Items.Change(call, name, _ => [], parameter =>
                parameter is null ? (null, StoreErrors.ParameterMissing(name)) : (parameter.WithTags(call.Request.Tags()), null)),
            "ListTagsForResource" => Items.Find(call, name) is { } parameter
                ? new JsonObject { ["TagList"] = StoreJson.Tags(parameter.Tags) }
                : StoreErrors.InvalidResourceId,
            "GetParameter" => Items.Find(call, name) is { } found
                ? new JsonObject { ["Parameter"] = WithValue(found) }
                : StoreErrors.ParameterMissing(name),
            "GetParametersByPath" => List(call, one => one.Name.StartsWith(name.TrimEnd('/') + "/", StringComparison.Ordinal), WithValue),
            _ => null,
        };
    }

    private StoreAnswer Put(StoreCall call, string name)
    {
        var (value, tags) = (call.Request.FindText("Value"), call.Request.Tags());
        var overwrite = call.Request.Member("Overwrite").ValueKind == JsonValueKind.True;
        if (value is not { Length: > 0 }) return StoreErrors.Invalid("A value is expected.");
        if (overwrite && tags.Count > 0) return StoreErrors.Invalid("Invalid request: tags and overwrite can't be used together.");
        if (value.Length > LargestStandard && call.Request.FindText("Tier") is not "Advanced")
            return StoreErrors.Invalid("Standard tier parameters support a maximum parameter value of 4096 characters.");
        var version = new SecretVersion(Guid.NewGuid().ToString(), value, time.GetUtcNow());
        return Items.Change(
            call,
            name,
            put => new JsonObject { ["Version"] = put.Number, ["Tier"] = "Standard" },
            parameter => parameter is not null && !overwrite
                ? (null, StoreErrors.ParameterExists)
                : ((parameter ?? new StoredItem { Name = name, Arn = ResourceOf(call), Tags = tags }).With(version) with
                {
                    Description = call.Request.FindText("Description") ?? parameter?.Description,
                }, null));
    }

    private StoreAnswer Describe(StoreCall call)
    {
        var names = call.Request.Member("ParameterFilters").Items()
            .Where(filter => filter.GetProperty("Key").GetString() == "Name")
            .SelectMany(filter => filter.GetProperty("Values").EnumerateArray().Select(value => value.GetString()))
            .ToHashSet(StringComparer.Ordinal);
        return List(call, parameter => names.Count == 0 || names.Contains(parameter.Name), parameter =>
        {
            var described = Common(parameter);
            described["KeyId"] = DefaultKey;
            if (parameter.Description is { } description) described["Description"] = description;
            return described;
        });
    }

    private JsonObject List(StoreCall call, Func<StoredItem, bool> isListed, Func<StoredItem, JsonObject> show) =>
        new() { ["Parameters"] = new JsonArray([.. Items.All(call).Where(isListed).Select(show)]) };

    private static JsonObject WithValue(StoredItem parameter)
    {
        var shown = Common(parameter);
        shown["Value"] = parameter.Current!.Value;
        return shown;
    }

    private static JsonObject Common(StoredItem parameter) => new()
    {
        ["Name"] = parameter.Name,
        ["ARN"] = parameter.Arn,
        ["Type"] = "SecureString",
        ["Version"] = parameter.Number,
        ["LastModifiedDate"] = StoreJson.Time(parameter.ChangedAt),
    };
}
