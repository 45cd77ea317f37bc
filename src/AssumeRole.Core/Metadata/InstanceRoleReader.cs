using System.Text.RegularExpressions;
using AssumeRole.Credentials;
using AssumeRole.Findings;

namespace AssumeRole.Metadata;

internal sealed class InstanceRoleReader(InstanceMetadataClient metadata)
{
    private const string InfoPath = "latest/meta-data/iam/info";
    private const string Path = "latest/meta-data/iam/security-credentials/";

    /// <summary>Reads which role the instance has: its name, its path and name, or its ARN, as the service gives it.</summary>
    public async Task<string> ReadNameAsync(CancellationToken cancellationToken)
    {
        var answer = await metadata.ReadAsync(Path, isJson: false, cancellationToken).ConfigureAwait(false);
        if (answer.Body.Trim().Split('\n')[0].Trim() is not { Length: > 0 } name)
        {
            var seen = answer.Has(404) ? NotFound("The list of roles was", answer) : "The list of roles is empty.";
            var profile = await ReadProfileAsync(cancellationToken).ConfigureAwait(false);
            throw FindingCatalogue.InstanceProfileMissing.Error(ListAddress, $"{seen} {profile}");
        }

        return Checked(name);
    }

    public async Task<SourceCredentials> ReadCredentialsAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await metadata.ReadAsync(Path + Checked(name), isJson: true, cancellationToken).ConfigureAwait(false);
        if (answer.Has(404)) throw FindingCatalogue.InstanceRoleError.Error(name, NotFound("Its credentials were", answer));
        var document = CredentialDocument.Parse(answer.Body, FindingCatalogue.InstanceRoleError, name);
        if (document.Text("Code") is not (null or "Success"))
            throw FindingCatalogue.InstanceRoleError.Error(name, document.ReadReason() ?? "Code in its document is empty.");
        var keys = document.ReadKeys(KeyNames.OfMetadata, "Its document lacks AccessKeyId, SecretAccessKey or Token.", needsToken: true);
        return new SourceCredentials(keys, $"instance role {name}", document.Expiration) { Source = CredentialSource.Instance };
    }

    private string ListAddress => new Uri(metadata.Endpoint, "/" + Path).ToString();

    private static string NotFound(string what, MetadataAnswer answer) => $"{what} answered with 404. {answer.Refusal}".TrimEnd();

    private string Checked(string name) => InstanceRoleName.IsValid(name)
        ? name
        : throw FindingCatalogue.MetadataAnswerInvalid.Error(
            ListAddress, $"The list of roles begins with '{MetadataText.OnOneLine(name)}', which is neither a role's name nor its ARN.");

    /// <summary>What iam/info says, where there is no role: it tells a profile that is gone from one that holds none.</summary>
    private async Task<string> ReadProfileAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await metadata.ReadAsync(InfoPath, isJson: true, cancellationToken).ConfigureAwait(false);
            if (answer.Has(404)) return "There is no iam/info either.";
            var document = CredentialDocument.Parse(answer.Body, FindingCatalogue.InstanceRoleError, InfoPath);
            if (document.Text("Code") is not (null or "Success")) return $"iam/info says: {document.ReadReason() ?? "nothing."}";
            return document.Text("InstanceProfileArn") is { } arn ? $"iam/info names {MetadataText.OnOneLine(arn)}." : "iam/info says nothing.";
        }
        catch (AssumeRoleException)
        {
            return "iam/info cannot be read.";
        }
    }
}

/// <summary>
/// A role as iam/security-credentials/ names it: by its name, by path and name, or by its ARN. EC2's own service gives the name; kube2iam
/// gives path and name, and the ARN for a role of another account.
/// </summary>
/// <remarks>
/// The AWS SDKs append the text to the path as it is. Each character here means itself in a URL's path, and no segment is empty, '.' or '..',
/// so the request stays below iam/security-credentials/.
/// </remarks>
internal static partial class InstanceRoleName
{
    /// <summary>Longer than any path (512) and name (64) of IAM with what an ARN has before them.</summary>
    private const int Longest = 640;

    public static bool IsValid(string text) => text.Length <= Longest && Pattern().IsMatch(text);

    // IAM reference, "IAM and AWS STS quotas": a name is 1 to 64 of [A-Za-z0-9_+=,.@-].
    [GeneratedRegex(
        @"^(?:arn:[a-z][a-z0-9-]{1,31}:iam::[0-9]{12}:role/)?(?:(?!\.{1,2}/)[A-Za-z0-9_+=,.@-]+/)*(?!\.{1,2}\z)[A-Za-z0-9_+=,.@-]{1,64}\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
