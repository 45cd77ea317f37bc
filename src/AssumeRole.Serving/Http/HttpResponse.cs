using System.Buffers;
using System.Text;

namespace AssumeRole.Http;

/// <summary>
/// What a handler answers. The server adds Content-Length, Date and, where it closes, Connection. Two answers are none:
/// <see cref="Reset"/> and <see cref="Silence"/>. Three are faulty on purpose, for rehearsals: <see cref="Dripping"/>,
/// <see cref="Truncated"/> and <see cref="Raw"/>.
/// </summary>
public sealed class HttpResponse
{
    private static readonly SearchValues<char> LineBreaks = SearchValues.Create("\r\n\0");
    private readonly string? reasonPhrase;

    /// <summary>Makes an answer.</summary>
    /// <param name="statusCode">The status, 200 to 599.</param>
    /// <param name="body">The body.</param>
    /// <param name="headers">The header fields, without Content-Length, Date and Connection.</param>
    /// <exception cref="ArgumentException">A header field would break the line.</exception>
    public HttpResponse(int statusCode, ReadOnlyMemory<byte> body, params HttpHeader[] headers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);
        ArgumentNullException.ThrowIfNull(headers);
        foreach (var header in headers)
        {
            if (header.Name.AsSpan().ContainsAny(LineBreaks) || header.Value.AsSpan().ContainsAny(LineBreaks))
                throw new ArgumentException($"The header field '{header.Name}' contains a line break.", nameof(headers));
        }

        StatusCode = statusCode;
        Body = Sent = body;
        Headers = headers;
    }

    private HttpResponse()
    {
        Headers = [];
    }

    private HttpResponse(HttpResponse other)
    {
        StatusCode = other.StatusCode;
        reasonPhrase = other.reasonPhrase;
        Body = other.Body;
        Headers = other.Headers;
        Sent = other.Sent;
        DripInterval = other.DripInterval;
        BreaksOff = other.BreaksOff;
        IsRaw = other.IsRaw;
    }

    /// <summary>No answer: the connection is reset.</summary>
    public static HttpResponse Reset { get; } = new();

    /// <summary>No answer: the connection stays open until the client gives up or the server stops.</summary>
    public static HttpResponse Silence { get; } = new();

    /// <summary>The status code; 0 for what is no answer of HTTP.</summary>
    public int StatusCode { get; }

    /// <summary>The words behind the status code, if not the usual ones: some clients show their users nothing else.</summary>
    public string? ReasonPhrase
    {
        get => reasonPhrase;
        init => reasonPhrase = value is null || (Ascii.IsValid(value) && !value.AsSpan().ContainsAny(LineBreaks))
            ? value
            : throw new ArgumentException("A reason phrase is one line of ASCII.", nameof(value));
    }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; private init; }

    /// <summary>The header fields that the handler set.</summary>
    public IReadOnlyList<HttpHeader> Headers { get; }

    /// <summary>As much of the body as is sent.</summary>
    internal ReadOnlyMemory<byte> Sent { get; private init; }

    /// <summary>How much time passes before each byte; zero for an answer that is sent at once.</summary>
    internal TimeSpan DripInterval { get; private init; }

    /// <summary>Whether the connection closes behind this answer, though the answer does not say so.</summary>
    internal bool BreaksOff { get; private init; }

    /// <summary>Whether the body is sent without a head.</summary>
    internal bool IsRaw { get; private init; }

    private bool IsNone => ReferenceEquals(this, Reset) || ReferenceEquals(this, Silence);

    /// <summary>Makes an answer with a text for a body.</summary>
    /// <param name="statusCode">The status, 200 to 599.</param>
    /// <param name="contentType">The Content-Type.</param>
    /// <param name="text">The body, sent as UTF-8.</param>
    /// <param name="headers">Further header fields.</param>
    public static HttpResponse Text(int statusCode, string contentType, string text, params HttpHeader[] headers) =>
        new(statusCode, Encoding.UTF8.GetBytes(text), [new HttpHeader("Content-Type", contentType), .. headers]);

    /// <summary>Makes an answer of bytes that need not be HTTP; the connection closes behind them.</summary>
    /// <param name="bytes">All that is sent.</param>
    public static HttpResponse Raw(ReadOnlyMemory<byte> bytes) =>
        new() { Body = bytes, Sent = bytes, IsRaw = true, BreaksOff = true };

    /// <summary>The same answer, sent byte by byte.</summary>
    /// <param name="response">The answer; what is none stays as it is.</param>
    /// <param name="interval">How much time passes before each byte, those of the head too, by the server's clock.</param>
    public static HttpResponse Dripping(HttpResponse response, TimeSpan interval)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        return response.IsNone ? response : new HttpResponse(response) { DripInterval = interval };
    }

    /// <summary>The same answer, whose connection closes in the middle of the body.</summary>
    /// <param name="response">The answer; what is none stays as it is.</param>
    /// <param name="bytes">How many bytes of the body are sent, fewer than the head promises.</param>
    public static HttpResponse Truncated(HttpResponse response, int bytes)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (response.IsNone) return response;
        return new HttpResponse(response) { Sent = response.Body[..Math.Min(bytes, response.Body.Length)], BreaksOff = true };
    }
}
