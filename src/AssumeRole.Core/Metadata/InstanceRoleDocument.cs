using System.Text.Json;
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
    string? InstanceProfileArn = null)
{
    /// <summary>
    /// Reads it by hand: what a serialiser sets up for one document, a first call from PowerShell would wait for longer than for the
    /// answer.
    /// </summary>
    /// <returns>Null for a null.</returns>
    /// <exception cref="JsonException">It is no such document.</exception>
    public static InstanceRoleDocument? Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        if (document.RootElement.ValueKind == JsonValueKind.Null) return null;
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw Unexpected();
        var members = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        try
        {
            foreach (var member in document.RootElement.EnumerateObject()) members[member.Name] = member.Value;
            return new InstanceRoleDocument(
                Text("Code"), Text("Message"), Text("AccessKeyId"), Text("SecretAccessKey"), Text("Token"), Time("Expiration"), Text("InstanceProfileArn"));
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a character.
            throw Unexpected();
        }

        string? Text(string name) => !members.TryGetValue(name, out var value) ? null : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Null => null,
            _ => throw Unexpected(),
        };

        DateTime? Time(string name) => !members.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null
            ? null
            : value.ValueKind == JsonValueKind.String && value.TryGetDateTime(out var time) ? time : throw Unexpected();
    }

    private static JsonException Unexpected() => new("It has a value of another kind.", null, 0, 0);
}

/// <summary>The JSON documents that container endpoints and credential processes answer with.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(Sources.ContainerDocument))]
[JsonSerializable(typeof(Sources.ProcessDocument))]
internal sealed partial class CredentialDocuments : JsonSerializerContext;
