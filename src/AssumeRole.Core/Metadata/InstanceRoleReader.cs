using System.Text.Json;
using AssumeRole.Credentials;
using AssumeRole.Findings;

namespace AssumeRole.Metadata;

/// <summary>Reads the credentials of the instance's role.</summary>
/// <param name="metadata">The metadata client.</param>
public sealed class InstanceRoleReader(InstanceMetadataClient metadata)
{
    private const string Path = "latest/meta-data/iam/security-credentials/";

    /// <summary>Which role the instance has.</summary>
    /// <exception cref="AssumeRoleException">InstanceProfileMissing, or as <see cref="InstanceMetadataClient.GetAsync"/>.</exception>
    public async Task<string> ReadNameAsync(CancellationToken cancellationToken)
    {
        var names = await metadata.GetAsync(Path, cancellationToken).ConfigureAwait(false);
        return names?.Split('\n')[0].Trim() is { Length: > 0 } name
            ? name
            : throw FindingCatalogue.InstanceProfileMissing.Error(
                Target(string.Empty), names is null ? "The list of roles was answered with 404." : "The list of roles is empty.");
    }

    /// <summary>The credentials of the role.</summary>
    /// <param name="name">What <see cref="ReadNameAsync"/> gave.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AssumeRoleException">InstanceRoleError, or as <see cref="InstanceMetadataClient.GetAsync"/>.</exception>
    public async Task<BaseCredentials> ReadCredentialsAsync(string name, CancellationToken cancellationToken)
    {
        var text = await metadata.GetAsync(Path + Uri.EscapeDataString(name), cancellationToken).ConfigureAwait(false)
            ?? throw FindingCatalogue.InstanceRoleError.Error(name, "Its credentials were answered with 404.");
        var document = Parse(name, text);
        if (document.Code is not (null or "Success"))
            throw FindingCatalogue.InstanceRoleError.Error(name, $"Code {document.Code}: {document.Message}");
        if (document is not { AccessKeyId.Length: > 0, SecretAccessKey.Length: > 0, Token.Length: > 0 })
            throw FindingCatalogue.InstanceRoleError.Error(name, "Its document lacks AccessKeyId, SecretAccessKey or Token.");
        return new BaseCredentials(
            new AwsKeys(document.AccessKeyId, new Secret(document.SecretAccessKey), new Secret(document.Token)),
            $"instance role {name}",
            document.Expiration?.ToUniversalTime())
        {
            Source = CredentialSource.Instance,
        };
    }

    private string Target(string name) => new Uri(metadata.Endpoint, "/" + Path + name).ToString();

    private static InstanceRoleDocument Parse(string name, string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, CredentialDocuments.Default.InstanceRoleDocument)
                ?? throw FindingCatalogue.InstanceRoleError.Error(name, "Its document is null.");
        }
        catch (JsonException error)
        {
            // The document may hold keys: nothing of it goes into the error.
            throw FindingCatalogue.InstanceRoleError.Error(name, $"Its document is not JSON (line {error.LineNumber}).");
        }
    }
}
