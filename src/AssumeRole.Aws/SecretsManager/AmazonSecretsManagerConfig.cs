using AssumeRole.Aws.JsonProtocol;

namespace AssumeRole.Aws.SecretsManager;

/// <summary>The configuration of a client of Secrets Manager.</summary>
internal sealed class AmazonSecretsManagerConfig() : JsonServiceConfig(Service)
{
    public static JsonServiceDescription Service { get; } = new("Secrets Manager", "secretsmanager", "secretsmanager", "2017-10-17");
}
