using System.Text.Json;
using AssumeRole.Aws.JsonProtocol;

namespace AssumeRole.Aws.SimpleSystemsManagement;

internal sealed class PutParameterRequest : JsonRequest
{
    public required string Name { get; init; }

    public required string Value { get; init; }

    public string? Description { get; init; }

    public string? KeyId { get; init; }

    public bool Overwrite { get; init; }

    public string? Tier { get; init; }

    public List<Tag>? Tags { get; init; }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString(nameof(Name), Name);
        json.WriteString("Type", "SecureString");
        json.WriteString(nameof(Value), Value);
        WriteText(json, nameof(Description), Description);
        WriteText(json, nameof(KeyId), KeyId);
        json.WriteBoolean(nameof(Overwrite), Overwrite);
        WriteText(json, nameof(Tier), Tier);
        WriteTags(json, Tags);
    }
}
