using System.Security.Cryptography;
using System.Text;
using AssumeRole.Cryptography;

namespace AssumeRole.Sandbox.Signing;

/// <summary>The arithmetic of SigV4 (IAM guide, "create a signed AWS API request", steps 2 to 4).</summary>
internal static class SignatureVersion4
{
    /// <summary>What is signed in place of the whole request.</summary>
    /// <param name="timestamp">The request's time, yyyyMMddTHHmmssZ.</param>
    /// <param name="scope">What the key is good for.</param>
    /// <param name="canonicalRequest">The request in its canonical form.</param>
    public static string StringToSign(string timestamp, CredentialScope scope, string canonicalRequest) => string.Join(
        '\n',
        AuthorizationHeader.Algorithm,
        timestamp,
        scope.ToString(),
        Hash(Encoding.UTF8.GetBytes(canonicalRequest)));

    /// <summary>The signature in hex.</summary>
    public static string Sign(string secretAccessKey, CredentialScope scope, string stringToSign)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secretAccessKey);
        foreach (var part in new[] { scope.Date, scope.Region, scope.Service, scope.Terminator, stringToSign })
            key = Digest.HmacSha256(key, Encoding.UTF8.GetBytes(part));
        return Hex(key);
    }

    /// <summary>Whether the signatures are the same, in a time that does not tell where they differ.</summary>
    public static bool IsSame(string computed, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(computed), Encoding.UTF8.GetBytes(given));

    /// <summary>SHA-256 in hex.</summary>
    public static string Hash(ReadOnlySpan<byte> data) => Hex(Digest.Sha256(data));

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
