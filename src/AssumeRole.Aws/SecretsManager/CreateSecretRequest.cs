using System.Text.Json;
using AssumeRole.Aws.JsonProtocol;

namespace AssumeRole.Aws.SecretsManager;

internal sealed class CreateSecretRequest : JsonRequest
{
    /// <summary>Makes a request that is sent again the same request.</summary>
    public string ClientRequestToken { get; init; } = Guid.NewGuid().ToString();

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? SecretString { get; init; }

    public List<Tag>? Tags { get; init; }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString(nameof(ClientRequestToken), ClientRequestToken);
        json.WriteString(nameof(Name), Name);
        WriteText(json, nameof(Description), Description);
        WriteText(json, nameof(SecretString), SecretString);
        WriteTags(json, Tags);
    }
}
