using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace AssumeRole.Http;

/// <summary>
/// Request line and headers. Length counts the bytes of the head, with any empty lines before it and the one after it; Authority is null
/// unless the target is in absolute form; KeepAlive says whether another request may follow on the connection.
/// </summary>
internal readonly record struct HttpRequestHead(
    int Length,
    string Method,
    string? Authority,
    string Path,
    string Query,
    HttpHeaders Headers,
    long ContentLength,
    bool KeepAlive,
    bool ExpectsContinue)
{
    public HttpRequest ToRequest(ReadOnlyMemory<byte> body, IPEndPoint remote, IPEndPoint local) =>
        new(Method, Path, Query, Headers, body, remote) { LocalEndPoint = local, TargetAuthority = Authority };
}

/// <summary>A complete head, or the status to refuse the request with; null and 0 if more bytes are needed.</summary>
internal readonly record struct HttpParseResult(HttpRequestHead? Head, int Refusal);

/// <summary>
/// Reads the head of an HTTP/1.1 request (RFC 9112) from bytes, without a socket. It accepts one spelling of everything: where
/// two readers could disagree about the length of a message, it refuses, because that is how requests are smuggled.
/// </summary>
internal static class HttpRequestParser
{
    private const string HttpScheme = "http://";

    /// <summary>The characters of a token (RFC 9110, 5.6.2): methods and field names.</summary>
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The control characters that no field value may contain (RFC 9110, 5.5): all but the tab.</summary>
    private static readonly SearchValues<char> ForbiddenInValues = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Append(0x7f).Where(code => code != '\t').Select(code => (char)code)]);

    public static HttpParseResult Parse(ReadOnlySpan<byte> received, int maxHeaderBytes)
    {
        // RFC 9112, 2.2: a server ignores empty lines before the request line.
        var start = 0;
        while (received[start..].StartsWith("\r\n"u8)) start += 2;
        var rest = received[start..];

        if (CannotBegin(rest)) return Refuse(400);
        var end = rest.IndexOf("\r\n\r\n"u8);
        var length = start + end + "\r\n\r\n".Length;
        if (end < 0 ? received.Length >= maxHeaderBytes : length > maxHeaderBytes) return Refuse(431);
        return end < 0 ? default : ReadHead(Encoding.Latin1.GetString(rest[..end]).Split("\r\n"), length);
    }

    /// <summary>
    /// Whether no further byte can make this a request: a client that speaks another protocol (TLS, bare line feeds) gets its answer
    /// at once instead of after the header timeout.
    /// </summary>
    private static bool CannotBegin(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty) return false;
        if (rest[0] == '\r') return rest.Length > 1;
        var lineFeed = rest.IndexOf((byte)'\n');
        return !TokenCharacters.Contains((char)rest[0]) || (lineFeed >= 0 && rest[lineFeed - 1] != '\r');
    }

    private static HttpParseResult ReadHead(string[] lines, int length)
    {
        if (lines[0].Split(' ') is not [var method, var target, var version] || !IsToken(method)) return Refuse(400);
        if (!TryReadTarget(target, out var authority, out var path, out var query)) return Refuse(400);

        var isHttp11 = version == "HTTP/1.1";
        if (!isHttp11 && version != "HTTP/1.0") return Refuse(version.StartsWith("HTTP/", StringComparison.Ordinal) ? 505 : 400);

        if (!TryReadFields(lines.AsSpan(1), out var headers)) return Refuse(400);
        var refusal = ReadLength(headers, isHttp11, out var contentLength);
        if (refusal != 0) return Refuse(refusal);

        var expectation = headers["Expect"];
        var expectsContinue = "100-continue".Equals(expectation, StringComparison.OrdinalIgnoreCase);
        if (!string.IsNullOrEmpty(expectation) && !expectsContinue) return Refuse(417);

        // HTTP/1.0 clients get one answer a connection, even if they ask for more.
        var options = headers["Connection"]?.Split(',') ?? [];
        var closes = options.Any(option => option.Trim(' ', '\t').Equals("close", StringComparison.OrdinalIgnoreCase));
        var head = new HttpRequestHead(
            length,
            method,
            authority,
            path,
            query,
            headers,
            contentLength,
            KeepAlive: isHttp11 && !closes,
            ExpectsContinue: isHttp11 && expectsContinue && contentLength > 0);
        return new HttpParseResult(head, 0);
    }

    /// <summary>Accepts origin-form (/path?query) and absolute-form (http://host/path?query) of RFC 9112, 3.2.</summary>
    private static bool TryReadTarget(string target, out string? authority, out string path, out string query)
    {
        (authority, path, query) = (null, "", "");
        if (target.AsSpan().ContainsAnyExceptInRange('!', '~')) return false;
        if (target.StartsWith(HttpScheme, StringComparison.Ordinal))
        {
            var slash = target.IndexOf('/', HttpScheme.Length);
            if (slash <= HttpScheme.Length) return false;
            authority = target[HttpScheme.Length..slash];
            target = target[slash..];
        }

        if (!target.StartsWith('/') || target.Contains('#')) return false;
        var mark = target.IndexOf('?');
        path = mark < 0 ? target : target[..mark];
        query = mark < 0 ? "" : target[(mark + 1)..];
        return true;
    }

    private static bool TryReadFields(ReadOnlySpan<string> lines, out HttpHeaders headers)
    {
        var fields = new List<HttpHeader>();
        headers = new HttpHeaders(fields);
        foreach (var line in lines)
        {
            // A line that begins with a blank (obs-fold) or has one before the colon fails here: neither is a token.
            var colon = line.IndexOf(':');
            if (colon <= 0 || !IsToken(line.AsSpan(0, colon))) return false;
            var value = line[(colon + 1)..];
            if (value.AsSpan().ContainsAny(ForbiddenInValues)) return false;
            fields.Add(new HttpHeader(line[..colon], value.Trim(' ', '\t')));
        }

        return true;
    }

    /// <summary>0, or the status to refuse the request with.</summary>
    private static int ReadLength(HttpHeaders headers, bool isHttp11, out long length)
    {
        length = 0;
        var hosts = headers.CountOf("Host");
        var lengths = headers.CountOf("Content-Length");
        var codings = headers.CountOf("Transfer-Encoding");

        // RFC 9112, 3.2: exactly one Host. 6.3: two lengths, or a length and a coding, are an attack or a mistake.
        // RFC 9110, 11.6.2 and 5.3: one Authorization; of two, a proxy may have checked the other.
        if (hosts > 1 || headers.CountOf("Authorization") > 1 || (isHttp11 && hosts == 0)) return 400;
        if (lengths > 1 || codings > 1 || (lengths > 0 && codings > 0)) return 400;

        // RFC 9112, 6.3: a server may require a length instead of reading chunks; no AWS client sends chunks to these services.
        if (headers["Transfer-Encoding"] is { } coding) return coding.Equals("chunked", StringComparison.OrdinalIgnoreCase) ? 411 : 501;

        if (headers["Content-Length"] is not { } digits) return 0;
        if (digits.Length == 0 || digits.AsSpan().ContainsAnyExceptInRange('0', '9')) return 400;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out length) ? 0 : 413;
    }

    private static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenCharacters);

    private static HttpParseResult Refuse(int statusCode) => new(null, statusCode);
}
