using System.Text.Json;
using AssumeRole.Aws.JsonProtocol;

namespace AssumeRole.Aws.SimpleSystemsManagement;

internal sealed class ListTagsForResourceRequest : JsonRequest
{
    public required string ResourceId { get; init; }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString("ResourceType", "Parameter");
        json.WriteString(nameof(ResourceId), ResourceId);
    }
}
