using System.Net;
using System.Text;
using AssumeRole.Http;

namespace AssumeRole.Sandbox.Signing;

/// <summary>The form of a request that SigV4 signs (IAM guide, "create a signed AWS API request", step 1).</summary>
internal static class CanonicalRequest
{
    /// <summary>The query parameter that holds a signature; it cannot be part of what it signs.</summary>
    public const string SignatureParameter = "X-Amz-Signature";

    /// <summary>Writes the form. The path is taken as it stands: STS has none but "/".</summary>
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
        return text
            .Append('\n').AppendJoin(';', names)
            .Append('\n').Append(SignatureVersion4.Hash(body))
            .ToString();
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
        var sign = pair.IndexOf('=', StringComparison.Ordinal);
        return sign < 0 ? (Encode(pair), "") : (Encode(pair[..sign]), Encode(pair[(sign + 1)..]));
    }

    /// <summary>Encodes anew, since one character has several spellings and only one of them is canonical.</summary>
    private static string Encode(string text) => Uri.EscapeDataString(WebUtility.UrlDecode(text));

    private static string Condense(string value) =>
        string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
