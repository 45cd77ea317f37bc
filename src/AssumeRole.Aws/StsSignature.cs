using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime.Internal.Auth;
using Amazon.Util;
using AssumeRole.Credentials;

namespace AssumeRole.Aws;

/// <summary>
/// Signs requests to one STS by SigV4 (IAM guide, "create a signed AWS API request"). The arithmetic is the SDK's. The canonical form
/// is written here: the SDK's signer takes the configuration of a client for it, which costs 10 ms of a first call and reads more
/// of the environment than anybody asked for.
/// </summary>
/// <param name="address">Where the requests go.</param>
/// <param name="time">Says when they are signed.</param>
internal sealed class StsSignature(StsAddress address, TimeProvider time)
{
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
        var now = time.GetUtcNow().UtcDateTime;
        var date = AWS4Signer.FormatDateTime(now, AWSSDKUtils.ISO8601BasicDateTimeFormat);
        var hash = AWSSDKUtils.ToHex(SHA256.HashData(body), lowercase: true);
        var token = keys.SessionToken?.Reveal();

        var canonical = new StringBuilder("POST\n").Append(path).Append("\n\ncontent-type:").Append(contentType)
            .Append("\nhost:").Append(host).Append("\nx-amz-content-sha256:").Append(hash).Append("\nx-amz-date:").Append(date);
        var signed = Signed;
        if (token is not null)
        {
            canonical.Append("\nx-amz-security-token:").Append(AWSSDKUtils.CompressSpaces(token).Trim());
            signed += ";x-amz-security-token";
        }

        canonical.Append("\n\n").Append(signed).Append('\n').Append(hash);
        var signature = AWS4Signer.ComputeSignature(
            keys.AccessKeyId, keys.SecretAccessKey.Reveal(), address.Region, now, "sts", signed, canonical.ToString());

        message.Headers.TryAddWithoutValidation("host", host);
        message.Headers.TryAddWithoutValidation("X-Amz-Content-SHA256", hash);
        message.Headers.TryAddWithoutValidation("X-Amz-Date", date);
        if (token is not null) message.Headers.TryAddWithoutValidation("x-amz-security-token", token);
        message.Headers.TryAddWithoutValidation("Authorization", signature.ForAuthorizationHeader);
    }
}
