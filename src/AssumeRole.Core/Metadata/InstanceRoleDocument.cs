using System.Text.Json.Serialization;

namespace AssumeRole.Metadata;

/// <summary>
/// What iam/security-credentials/&lt;role&gt; answers: credentials, or a Code and a Message that say why there are none. iam/info
/// has the Code and the Message too, and the instance profile.
/// </summary>
internal sealed record InstanceRoleDocument(
    string? Code,
    string? Message,
    string? AccessKeyId,
    string? SecretAccessKey,
    string? Token,
    DateTime? Expiration,
    string? InstanceProfileArn = null);

/// <summary>The JSON documents that metadata, container endpoints and credential processes answer with.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(InstanceRoleDocument))]
[JsonSerializable(typeof(Sources.ContainerDocument))]
[JsonSerializable(typeof(Sources.ProcessDocument))]
internal sealed partial class CredentialDocuments : JsonSerializerContext;
