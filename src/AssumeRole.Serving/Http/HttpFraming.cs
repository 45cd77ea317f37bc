using System.Globalization;

namespace AssumeRole.Http;

/// <summary>What the header fields say about where the message ends and what comes after it.</summary>
internal readonly record struct HttpFraming(int Refusal, long ContentLength, bool KeepAlive, bool ExpectsContinue)
{
    public static HttpFraming Read(HttpHeaders headers, bool isHttp11)
    {
        var hosts = headers.CountOf("Host");
        var lengths = headers.CountOf("Content-Length");
        var codings = headers.CountOf("Transfer-Encoding");
        var authorizations = headers.CountOf("Authorization");

        // RFC 9112, 3.2: exactly one Host. 6.3: two lengths, or a length and a coding, are an attack or a mistake. RFC 9110, 11.6.2 and 5.3:
        // one Authorization, and of two a proxy may have looked at the other.
        if (hosts > 1 || authorizations > 1 || (isHttp11 && hosts == 0) || lengths > 1 || codings > 1 || (lengths > 0 && codings > 0))
            return new HttpFraming(400, 0, false, false);

        // RFC 9112, 6.3: a server may ask for a length instead of reading chunks; no AWS client sends chunks to these services.
        if (codings > 0)
        {
            var isChunked = headers.Find("Transfer-Encoding").Equals("chunked", StringComparison.OrdinalIgnoreCase);
            return new HttpFraming(isChunked ? 411 : 501, 0, false, false);
        }

        var length = 0L;
        if (lengths > 0)
        {
            var digits = headers.Find("Content-Length");
            if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9')) return new HttpFraming(400, 0, false, false);
            if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out length))
                return new HttpFraming(413, 0, false, false);
        }

        var expectation = headers.Find("Expect");
        var expectsContinue = expectation.Equals("100-continue", StringComparison.OrdinalIgnoreCase);
        if (!expectation.IsEmpty && !expectsContinue) return new HttpFraming(417, 0, false, false);

        // HTTP/1.0 clients get one answer a connection, whatever they ask for.
        var keepAlive = isHttp11 && !HttpSyntax.Names(headers.Find("Connection"), "close");
        return new HttpFraming(0, length, keepAlive, isHttp11 && expectsContinue && length > 0);
    }
}
