using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AssumeRole.Files;
using AssumeRole.Findings;

namespace AssumeRole.Connections;

/// <summary>
/// The authorities that AWS_CA_BUNDLE or a profile's ca_bundle name in place of the system's (AWS SDK reference, "General configuration
/// settings"). It counts for the requests to AWS of this program, and for no other connection of the process.
/// </summary>
/// <param name="Origin">The variable, or the setting and its profile.</param>
internal sealed record CertificateBundle(string Path, string Origin)
{
    public const string Variable = "AWS_CA_BUNDLE";

    // The system's whole bundle has 220 KB.
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>The path and the state of the file: a bundle that was replaced is another one.</summary>
    public string Version
    {
        get
        {
            var file = new FileInfo(Path);
            return $"{Path} {(file.Exists ? $"{file.LastWriteTimeUtc.Ticks} {file.Length}" : "missing")}";
        }
    }

    /// <summary>The policy by which a server's certificate is checked: the authorities of the bundle and no others.</summary>
    /// <exception cref="AssumeRoleException">CertificateBundleInvalid.</exception>
    public X509ChainPolicy CreatePolicy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(Read());
        return policy;
    }

    /// <summary>The certificates of a PEM file; none in a file of anything else.</summary>
    /// <exception cref="IOException">Or UnauthorizedAccessException or CryptographicException: it cannot be read.</exception>
    public static X509Certificate2Collection Read(string path)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(Encoding.Latin1.GetString(BoundedFile.ReadBytes(path, MostBytes)));
        return certificates;
    }

    private X509Certificate2Collection Read()
    {
        try
        {
            return Read(Path) is { Count: > 0 } certificates ? certificates : throw Invalid($"{Path} has no certificate.", null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Invalid(error.Message, error);
        }
    }

    private AssumeRoleException Invalid(string evidence, Exception? error) => FindingCatalogue.CertificateBundleInvalid.Error(
        Path, $"{Origin} is '{Path}'. {evidence}", inner: error);
}
