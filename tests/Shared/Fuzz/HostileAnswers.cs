using System.Globalization;
using System.Net;
using System.Text;

namespace AssumeRole.Testing.Fuzz;

/// <summary>
/// The other end of an HttpClient, which answers what a text says, so that whole exchanges are fuzzed as one text. Answers are
/// separated by U+001E; each is a status, header lines, an empty line and a body. A U+001F in a body is where the connection breaks.
/// </summary>
internal sealed class HostileAnswers(string script) : HttpMessageHandler
{
    private readonly string[] answers = script.Split('\x1e');
    private int next;

    /// <summary>Answers as a script.</summary>
    public static string Script(params string[] answers) => string.Join('\x1e', answers);

    /// <summary>One answer.</summary>
    public static string Answer(int status, string contentType, string body) =>
        string.Create(CultureInfo.InvariantCulture, $"{status}\nContent-Type: {contentType}\n\n{body}");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answer = answers[(Interlocked.Increment(ref next) - 1) % answers.Length];
        var (head, body) = answer.Split("\n\n", 2) is [var before, var after] ? (before, after) : (answer, string.Empty);
        var lines = head.Split('\n');

        // SocketsHttpHandler gives out no other status than these, and keeps lengths to itself.
        var isStatus = int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 200 and <= 999;
        var response = new HttpResponseMessage((HttpStatusCode)(isStatus ? status : 200))
        {
            RequestMessage = request,
            Content = new StreamContent(new BreakingStream(body)),
        };
        foreach (var line in lines.Skip(1))
        {
            if (line.Split(':', 2) is not [var name, var value] || name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)) continue;
            var clean = value.Trim().Replace("\r", string.Empty, StringComparison.Ordinal).Replace("\0", string.Empty, StringComparison.Ordinal);
            if (!response.Headers.TryAddWithoutValidation(name, clean)) response.Content.Headers.TryAddWithoutValidation(name, clean);
        }

        return Task.FromResult(response);
    }

    /// <summary>UTF-8, but for surrogates that stand alone: their three bytes are none. It breaks at U+001F.</summary>
    private static byte[] Encode(string text)
    {
        var bytes = new List<byte>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar) bytes.AddRange([0xed, 0xa0, 0x80]);
            else bytes.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
        }

        return [.. bytes];
    }

    private sealed class BreakingStream(string body) : MemoryStream(Encode(body.Split('\x1f')[0]), writable: false)
    {
        private readonly bool breaks = body.Contains('\x1f', StringComparison.Ordinal);

        public override int Read(Span<byte> buffer) => Checked(base.Read(buffer), buffer.Length);

        public override int Read(byte[] buffer, int offset, int count) => Checked(base.Read(buffer, offset, count), count);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Task.FromResult(Read(buffer, offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span));

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            await destination.WriteAsync(ToArray(), cancellationToken);
            Checked(0, 1);
        }

        private int Checked(int read, int wanted) =>
            read == 0 && wanted > 0 && breaks ? throw new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.") : read;
    }
}
