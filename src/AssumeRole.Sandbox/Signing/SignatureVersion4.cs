using System.Net;
using System.Security.Cryptography;
using System.Text;
using AssumeRole.Cryptography;
using AssumeRole.Http;

namespace AssumeRole.Sandbox.Signing;

/// <summary>The algorithm of SigV4 (IAM guide, "create a signed AWS API request", steps 2 to 4).</summary>
internal static class SignatureVersion4
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    /// <param name="timestamp">The request's time, yyyyMMddTHHmmssZ.</param>
    public static string StringToSign(string timestamp, CredentialScope scope, string canonicalRequest) =>
        string.Join('\n', Algorithm, timestamp, scope.ToString(), Hash(Encoding.UTF8.GetBytes(canonicalRequest)));

    public static string Sign(string secretAccessKey, CredentialScope scope, string stringToSign)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secretAccessKey);
        foreach (var part in new[] { scope.Date, scope.Region, scope.Service, scope.Terminator, stringToSign })
            key = Digest.HmacSha256(key, Encoding.UTF8.GetBytes(part));
        return Hex(key);
    }

    /// <summary>Compares in a time that does not depend on where the texts differ.</summary>
    public static bool IsSame(string computed, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(computed), Encoding.UTF8.GetBytes(given));

    public static string Hash(ReadOnlySpan<byte> data) => Hex(Digest.Sha256(data));

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}

/// <param name="Date">The day, yyyyMMdd.</param>
internal sealed record CredentialScope(string Date, string Region, string Service, string Terminator)
{
    public const string Version4 = "aws4_request";

    public override string ToString() => $"{Date}/{Region}/{Service}/{Terminator}";
}

/// <summary>The form of a request that SigV4 signs (the same guide, step 1).</summary>
internal static class CanonicalRequest
{
    /// <summary>The query parameter of a signature, which the signature does not cover.</summary>
    public const string SignatureParameter = "X-Amz-Signature";

    /// <summary>Writes the form. The path is not encoded: STS has "/" only.</summary>
    public static string Of(
        string method,
        string path,
        string query,
        IEnumerable<HttpHeader> headers,
        IEnumerable<string> signedHeaders,
        ReadOnlySpan<byte> body)
    {
        string[] names = [.. signedHeaders.Select(name => name.ToLowerInvariant()).Order(StringComparer.Ordinal)];
        var values = headers.ToLookup(header => header.Name, header => Condense(header.Value), StringComparer.OrdinalIgnoreCase);
        var text = new StringBuilder().Append(method).Append('\n').Append(path).Append('\n').Append(Query(query)).Append('\n');
        foreach (var name in names) text.Append(name).Append(':').AppendJoin(',', values[name]).Append('\n');
        return text.Append('\n').AppendJoin(';', names).Append('\n').Append(SignatureVersion4.Hash(body)).ToString();
    }

    private static string Query(string query)
    {
        var pairs = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Split);
        return string.Join('&', pairs
            .Where(pair => pair.Name != SignatureParameter)
            .OrderBy(pair => pair.Name, StringComparer.Ordinal)
            .ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}"));
    }

    private static (string Name, string Value) Split(string pair)
    {
        var parts = pair.Split('=', 2);
        return (Encode(parts[0]), parts.Length > 1 ? Encode(parts[1]) : "");
    }

    /// <summary>Decodes and encodes: a character has several spellings, and one of them is canonical.</summary>
    private static string Encode(string text) => Uri.EscapeDataString(WebUtility.UrlDecode(text));

    private static string Condense(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
