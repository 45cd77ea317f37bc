using System.Text.Json;
using AssumeRole.Aws.JsonProtocol;

namespace AssumeRole.Aws.SecretsManager;

internal sealed class UpdateSecretRequest : JsonRequest
{
    /// <inheritdoc cref="CreateSecretRequest.ClientRequestToken"/>
    public string ClientRequestToken { get; init; } = Guid.NewGuid().ToString();

    public required string SecretId { get; init; }

    public string? Description { get; init; }

    public string? SecretString { get; init; }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString(nameof(ClientRequestToken), ClientRequestToken);
        json.WriteString(nameof(SecretId), SecretId);
        WriteText(json, nameof(Description), Description);
        WriteText(json, nameof(SecretString), SecretString);
    }
}
