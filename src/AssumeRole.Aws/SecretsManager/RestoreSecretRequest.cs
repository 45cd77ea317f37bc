using System.Text.Json;
using AssumeRole.Aws.JsonProtocol;

namespace AssumeRole.Aws.SecretsManager;

internal sealed class RestoreSecretRequest : JsonRequest
{
    public required string SecretId { get; init; }

    public override void Write(Utf8JsonWriter json) => json.WriteString(nameof(SecretId), SecretId);
}
