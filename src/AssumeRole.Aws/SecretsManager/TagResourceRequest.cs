using System.Text.Json;
using AssumeRole.Aws.JsonProtocol;

namespace AssumeRole.Aws.SecretsManager;

internal sealed class TagResourceRequest : JsonRequest
{
    public required string SecretId { get; init; }

    public required List<Tag> Tags { get; init; }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString(nameof(SecretId), SecretId);
        WriteTags(json, Tags);
    }
}
