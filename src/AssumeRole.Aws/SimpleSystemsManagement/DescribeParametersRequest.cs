using System.Text.Json;
using AssumeRole.Aws.JsonProtocol;

namespace AssumeRole.Aws.SimpleSystemsManagement;

internal sealed class DescribeParametersRequest : JsonRequest
{
    /// <summary>The one filter that is needed: the parameter's name.</summary>
    public required string Name { get; init; }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("ParameterFilters");
        json.WriteStartObject();
        json.WriteString("Key", "Name");
        json.WriteString("Option", "Equals");
        WriteTexts(json, "Values", [Name]);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
