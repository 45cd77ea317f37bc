using System.Buffers;
using System.Text;

namespace AssumeRole.Http;

/// <summary>
/// What a handler answers. The server adds Content-Length, Date and, where it closes, Connection. Two answers are none:
/// <see cref="Reset"/> and <see cref="Silence"/>.
/// </summary>
public sealed class HttpResponse
{
    private static readonly SearchValues<char> LineBreaks = SearchValues.Create("\r\n\0");

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
        Body = body;
        Headers = headers;
    }

    private HttpResponse(int statusCode)
    {
        StatusCode = statusCode;
        Headers = [];
    }

    /// <summary>No answer: the connection is reset.</summary>
    public static HttpResponse Reset { get; } = new(0);

    /// <summary>No answer: the connection stays open until the client gives up or the server stops.</summary>
    public static HttpResponse Silence { get; } = new(0);

    /// <summary>The status code.</summary>
    public int StatusCode { get; }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The header fields that the handler set.</summary>
    public IReadOnlyList<HttpHeader> Headers { get; }

    /// <summary>Makes an answer with a text for a body.</summary>
    /// <param name="statusCode">The status, 200 to 599.</param>
    /// <param name="contentType">The Content-Type.</param>
    /// <param name="text">The body, sent as UTF-8.</param>
    /// <param name="headers">Further header fields.</param>
    public static HttpResponse Text(int statusCode, string contentType, string text, params HttpHeader[] headers) =>
        new(statusCode, Encoding.UTF8.GetBytes(text), [new HttpHeader("Content-Type", contentType), .. headers]);
}
