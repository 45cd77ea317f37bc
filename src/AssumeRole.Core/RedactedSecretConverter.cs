using System.Text.Json;
using System.Text.Json.Serialization;

namespace AssumeRole;

/// <summary>Writes a <see cref="Secret"/> as its redacted form and refuses to read one.</summary>
internal sealed class RedactedSecretConverter : JsonConverter<Secret>
{
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new JsonException("A secret is written redacted and cannot be read back.");

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Secret.Redacted);
}
