using System.Text;

namespace AssumeRole.Http;

/// <summary>
/// Reads the head of an HTTP/1.1 request (RFC 9112) from bytes, without a socket. It accepts one spelling of everything: where
/// two readers could disagree about the length of a message, it refuses, because that is how requests are smuggled.
/// </summary>
internal static class HttpRequestParser
{
    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    /// <summary>Looks at everything received and not yet consumed.</summary>
    /// <param name="received">The bytes, from the end of the previous message on.</param>
    /// <param name="maxHeaderBytes">The most bytes that a head may take.</param>
    public static HttpParseResult Parse(ReadOnlySpan<byte> received, int maxHeaderBytes)
    {
        // RFC 9112, 2.2: a server ignores empty lines before the request line.
        var start = 0;
        while (received[start..].StartsWith("\r\n"u8)) start += 2;
        var rest = received[start..];

        if (CannotBegin(rest)) return HttpParseResult.Refused(400);
        var end = rest.IndexOf(EndOfHead);
        var length = start + end + EndOfHead.Length;
        if (end < 0 ? received.Length >= maxHeaderBytes : length > maxHeaderBytes) return HttpParseResult.Refused(431);
        if (end < 0) return HttpParseResult.Incomplete;

        var head = rest[..end];
        var endOfLine = head.IndexOf("\r\n"u8);
        var line = endOfLine < 0 ? head : head[..endOfLine];
        var section = endOfLine < 0 ? default : head[(endOfLine + 2)..];
        return ReadRequestLine(line, section, length);
    }

    /// <summary>
    /// Whether no further byte can make this a request, so that a client which speaks something else (TLS, bare line feeds) is
    /// told at once instead of after the header timeout.
    /// </summary>
    private static bool CannotBegin(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty) return false;
        if (rest[0] == (byte)'\r') return rest.Length > 1;
        var lineFeed = rest.IndexOf((byte)'\n');
        return !HttpSyntax.Token.Contains(rest[0]) || lineFeed == 0 || (lineFeed > 0 && rest[lineFeed - 1] != (byte)'\r');
    }

    private static HttpParseResult ReadRequestLine(ReadOnlySpan<byte> line, ReadOnlySpan<byte> section, int length)
    {
        var firstSpace = line.IndexOf((byte)' ');
        var lastSpace = line.LastIndexOf((byte)' ');
        if (firstSpace <= 0 || lastSpace == firstSpace) return HttpParseResult.Refused(400);

        var method = line[..firstSpace];
        var target = line[(firstSpace + 1)..lastSpace];
        var version = line[(lastSpace + 1)..];
        if (!HttpSyntax.IsToken(method)) return HttpParseResult.Refused(400);
        if (!TryReadTarget(target, out var authority, out var path, out var query)) return HttpParseResult.Refused(400);

        var isHttp11 = version.SequenceEqual("HTTP/1.1"u8);
        if (!isHttp11 && !version.SequenceEqual("HTTP/1.0"u8))
            return HttpParseResult.Refused(version.StartsWith("HTTP/"u8) ? 505 : 400);

        if (!TryReadFields(section, out var headers)) return HttpParseResult.Refused(400);
        var framing = HttpFraming.Read(headers, isHttp11);
        if (framing.Refusal != 0) return HttpParseResult.Refused(framing.Refusal);

        return HttpParseResult.Complete(new HttpRequestHead(
            length, MethodName(method), authority, path, query, headers, framing.ContentLength, framing.KeepAlive, framing.ExpectsContinue));
    }

    /// <summary>Accepts origin-form (/path?query) and absolute-form (http://host/path?query) of RFC 9112, 3.2.</summary>
    private static bool TryReadTarget(ReadOnlySpan<byte> target, out string? authority, out string path, out string query)
    {
        authority = null;
        path = query = "";
        if (target.IndexOfAnyExceptInRange((byte)0x21, (byte)0x7e) >= 0) return false;
        if (target.StartsWith("http://"u8))
        {
            var slash = target["http://".Length..].IndexOf((byte)'/');
            if (slash <= 0) return false;
            authority = Encoding.ASCII.GetString(target.Slice("http://".Length, slash));
            target = target[("http://".Length + slash)..];
        }

        if (target.IsEmpty || target[0] != (byte)'/' || target.Contains((byte)'#')) return false;
        var mark = target.IndexOf((byte)'?');
        path = mark < 0 ? Encoding.ASCII.GetString(target) : Encoding.ASCII.GetString(target[..mark]);
        query = mark < 0 ? "" : Encoding.ASCII.GetString(target[(mark + 1)..]);
        return true;
    }

    private static bool TryReadFields(ReadOnlySpan<byte> section, out HttpHeaders headers)
    {
        headers = new HttpHeaders("", []);
        if (section.IsEmpty) return true;

        var fields = new HttpHeaderRange[section.Count("\r\n"u8) + 1];
        var offset = 0;
        for (var index = 0; index < fields.Length; index++)
        {
            var end = section[offset..].IndexOf("\r\n"u8);
            var line = end < 0 ? section[offset..] : section.Slice(offset, end);
            var colon = line.IndexOf((byte)':');

            // A line that begins with a blank (obs-fold) or has one before the colon fails here: neither is a token.
            if (colon <= 0 || !HttpSyntax.IsToken(line[..colon])) return false;
            var value = line[(colon + 1)..];
            if (value.ContainsAny(HttpSyntax.Forbidden)) return false;
            var trimmed = value.Trim(" \t"u8);
            var valueStart = value.IndexOfAnyExcept((byte)' ', (byte)'\t');
            fields[index] = new HttpHeaderRange(
                offset, colon, offset + colon + 1 + Math.Max(valueStart, 0), trimmed.Length);
            offset += line.Length + 2;
        }

        headers = new HttpHeaders(Encoding.Latin1.GetString(section), fields);
        return true;
    }

    private static string MethodName(ReadOnlySpan<byte> method) =>
        method.SequenceEqual("GET"u8) ? "GET"
        : method.SequenceEqual("PUT"u8) ? "PUT"
        : method.SequenceEqual("POST"u8) ? "POST"
        : method.SequenceEqual("HEAD"u8) ? "HEAD"
        : Encoding.ASCII.GetString(method);
}
