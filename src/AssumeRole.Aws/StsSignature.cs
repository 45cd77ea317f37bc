using System.Globalization;
using System.Text;
using AssumeRole.Credentials;
using AssumeRole.Cryptography;
using AssumeRole.Findings;

namespace AssumeRole.Aws;

/// <summary>
/// Signs requests to one STS by SigV4 (IAM guide, "create a signed AWS API request"). The SDK's signer takes the configuration of a client
/// for it, which costs 10 ms of a first call and reads more of the environment than anybody asked for. The sandbox checks signatures with
/// code of its own.
/// </summary>
/// <param name="address">Where the requests go.</param>
/// <param name="time">Says when they are signed.</param>
internal sealed class StsSignature(StsAddress address, TimeProvider time)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string Signed = "content-type;host;x-amz-content-sha256;x-amz-date";

    private readonly string host = address.Url.IsDefaultPort ? address.Url.Host : $"{address.Url.Host}:{address.Url.Port}";

    // Each part once more than it already is in the address: of all services only S3 does without.
    private readonly string path = string.Join('/', address.Url.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    /// <summary>Gives a POST the headers that sign it.</summary>
    /// <param name="message">The POST.</param>
    /// <param name="contentType">Its Content-Type.</param>
    /// <param name="body">All of its body.</param>
    /// <param name="keys">Who signs.</param>
    public void Add(HttpRequestMessage message, string contentType, byte[] body, AwsKeys keys)
    {
        var date = time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var hash = Hash(body);
        var token = keys.SessionToken?.Reveal();
        // Every source checks its own; this holds for a source that does not, such as the SDK's of IAM Identity Center.
        if ((HeaderText.FindFault(keys.AccessKeyId) ?? HeaderText.FindFault(token ?? string.Empty)) is { } fault)
            throw FindingCatalogue.CredentialInvalid.Error(keys.ToString(), $"The access key id or its session token {fault}.");

        var canonical = new StringBuilder("POST\n").Append(path).Append("\n\ncontent-type:").Append(contentType)
            .Append("\nhost:").Append(host).Append("\nx-amz-content-sha256:").Append(hash).Append("\nx-amz-date:").Append(date);
        var signed = Signed;
        if (token is not null)
        {
            canonical.Append("\nx-amz-security-token:").AppendJoin(' ', token.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            signed += ";x-amz-security-token";
        }

        canonical.Append("\n\n").Append(signed).Append('\n').Append(hash);
        var day = date[..8];
        var scope = $"{day}/{address.Region}/sts/aws4_request";
        var text = $"{Algorithm}\n{date}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical.ToString()))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + keys.SecretAccessKey.Reveal());
        foreach (var part in (ReadOnlySpan<string>)[day, address.Region, "sts", "aws4_request", text])
            key = Digest.HmacSha256(key, Encoding.UTF8.GetBytes(part));

        message.Headers.TryAddWithoutValidation("host", host);
        message.Headers.TryAddWithoutValidation("X-Amz-Content-SHA256", hash);
        message.Headers.TryAddWithoutValidation("X-Amz-Date", date);
        if (token is not null) message.Headers.TryAddWithoutValidation("x-amz-security-token", token);
        message.Headers.TryAddWithoutValidation("Authorization", $"{Algorithm} Credential={keys.AccessKeyId}/{scope}, SignedHeaders={signed}, Signature={Hex(key)}");
    }

    private static string Hash(byte[] data) => Hex(Digest.Sha256(data));

    /// <summary>Digits in lower case. Those of .NET are code for vectors, which it compiles anew for each process.</summary>
    private static string Hex(byte[] bytes)
    {
        var digits = new char[2 * bytes.Length];
        for (var index = 0; index < digits.Length; index++)
            digits[index] = "0123456789abcdef"[index % 2 == 0 ? bytes[index / 2] >> 4 : bytes[index / 2] & 15];
        return new string(digits);
    }
}
