using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace AssumeRole.Http;

/// <summary>Writes answers as bytes.</summary>
internal static class HttpResponseWriter
{
    public static void Write(ByteBuffer output, HttpResponse response, bool withBody, bool keepAlive, ReadOnlySpan<byte> dateLine)
    {
        if (response.IsRaw)
        {
            output.Write(response.Sent.Span);
            return;
        }

        var reason = response.ReasonPhrase ?? HttpSyntax.ReasonPhrase(response.StatusCode);
        Utf8.TryWrite(output.GetSpan(64 + reason.Length), $"HTTP/1.1 {response.StatusCode} {reason}\r\n", out var written);
        output.Advance(written);
        output.Write(dateLine);
        foreach (var header in response.Headers)
        {
            WriteLatin1(output, header.Name);
            output.Write(": "u8);
            WriteLatin1(output, header.Value);
            output.Write("\r\n"u8);
        }

        Utf8.TryWrite(output.GetSpan(64), $"Content-Length: {response.Body.Length}\r\n", out written);
        output.Advance(written);
        output.Write(keepAlive ? "\r\n"u8 : "Connection: close\r\n\r\n"u8);
        if (withBody) output.Write(response.Sent.Span);
    }

    private static void WriteLatin1(ByteBuffer output, string text) =>
        output.Advance(Encoding.Latin1.GetBytes(text, output.GetSpan(text.Length)));
}
