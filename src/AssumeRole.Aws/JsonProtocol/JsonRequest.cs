using System.Text.Json;
using Amazon.Runtime;

namespace AssumeRole.Aws.JsonProtocol;

/// <summary>A request that writes itself as JSON.</summary>
internal abstract class JsonRequest : AmazonWebServiceRequest
{
    /// <summary>Writes the members of the request's object.</summary>
    public abstract void Write(Utf8JsonWriter json);

    /// <summary>Writes a text, unless it was not set.</summary>
    protected static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    /// <summary>Writes a list of texts, unless it was not set.</summary>
    protected static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    /// <summary>Writes tags, unless there are none.</summary>
    protected static void WriteTags(Utf8JsonWriter json, List<Tag>? tags)
    {
        if (tags is not { Count: > 0 }) return;
        json.WriteStartArray("Tags");
        foreach (var tag in tags)
        {
            json.WriteStartObject();
            json.WriteString("Key", tag.Key);
            json.WriteString("Value", tag.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
