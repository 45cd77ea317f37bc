using System.Buffers;
using System.Globalization;
using System.Text;

namespace AssumeRole.Http;

/// <summary>
/// A handler's answer. The server adds Content-Length, Date and, where it closes, Connection. Two answers send nothing:
/// <see cref="Reset"/> and <see cref="Silence"/>. Three are faulty on purpose, for the sandbox: <see cref="Dripping"/>,
/// <see cref="Truncated"/> and <see cref="Raw"/>.
/// </summary>
internal sealed record HttpResponse
{
    private static readonly SearchValues<char> LineBreaks = SearchValues.Create("\r\n\0");
    private readonly string? reasonPhrase;

    public HttpResponse(int statusCode, ReadOnlyMemory<byte> body, params HttpHeader[] headers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);
        foreach (var header in headers)
        {
            if (header.Name.AsSpan().ContainsAny(LineBreaks) || header.Value.AsSpan().ContainsAny(LineBreaks))
                throw new ArgumentException($"The header field '{header.Name}' contains a line break.", nameof(headers));
        }

        StatusCode = statusCode;
        Body = Sent = body;
        Headers = headers;
    }

    private HttpResponse() => Headers = [];

    public static HttpResponse Reset { get; } = new();

    /// <summary>Leaves the connection open until the client gives up or the server stops.</summary>
    public static HttpResponse Silence { get; } = new();

    /// <summary>0 for an answer that is not HTTP.</summary>
    public int StatusCode { get; }

    /// <summary>The words behind the status code, or null for the usual ones: some clients show their users nothing else.</summary>
    public string? ReasonPhrase
    {
        get => reasonPhrase;
        init => reasonPhrase = value is null || (Ascii.IsValid(value) && !value.AsSpan().ContainsAny(LineBreaks))
            ? value
            : throw new ArgumentException("A reason phrase is one line of ASCII.", nameof(value));
    }

    public ReadOnlyMemory<byte> Body { get; private init; }

    public IReadOnlyList<HttpHeader> Headers { get; }

    /// <summary>How much time passes before each byte; zero for an answer that is sent at once.</summary>
    public TimeSpan DripInterval { get; private init; }

    /// <summary>Whether the connection closes behind this answer, though the answer does not say so.</summary>
    public bool BreaksOff { get; private init; }

    private ReadOnlyMemory<byte> Sent { get; init; }

    private bool IsRaw { get; init; }

    private bool IsNone => ReferenceEquals(this, Reset) || ReferenceEquals(this, Silence);

    public static HttpResponse Text(int statusCode, string contentType, string text, params HttpHeader[] headers) =>
        new(statusCode, Encoding.UTF8.GetBytes(text), [new HttpHeader("Content-Type", contentType), .. headers]);

    /// <summary>Sends bytes that need not be HTTP, then closes the connection.</summary>
    public static HttpResponse Raw(ReadOnlyMemory<byte> bytes) =>
        new() { Body = bytes, Sent = bytes, IsRaw = true, BreaksOff = true };

    /// <summary>The same answer with a pause before each byte, those of the head too, by the server's clock.</summary>
    public static HttpResponse Dripping(HttpResponse response, TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        return response.IsNone ? response : response with { DripInterval = interval };
    }

    /// <summary>The same answer, broken off after so many bytes of the body, fewer than the head promises.</summary>
    public static HttpResponse Truncated(HttpResponse response, int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return response.IsNone ? response : response with { Sent = response.Body[..Math.Min(bytes, response.Body.Length)], BreaksOff = true };
    }

    public byte[] ToBytes(bool withBody, bool keepAlive, DateTimeOffset date)
    {
        if (IsRaw) return Sent.ToArray();
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {StatusCode} {ReasonPhrase ?? ReasonPhraseOf(StatusCode)}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Date: {date:R}\r\n");
        foreach (var header in Headers) head.Append(CultureInfo.InvariantCulture, $"{header.Name}: {header.Value}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
        head.Append(keepAlive ? "\r\n" : "Connection: close\r\n\r\n");
        var bytes = Encoding.Latin1.GetBytes(head.ToString());
        return withBody ? [.. bytes, .. Sent.Span] : bytes;
    }

    public static string ReasonPhraseOf(int statusCode) => statusCode switch
    {
        200 => "OK",
        302 => "Found",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        411 => "Length Required",
        413 => "Content Too Large",
        417 => "Expectation Failed",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "",
    };
}
