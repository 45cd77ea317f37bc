using System.Text;
using AssumeRole.Http;
using AssumeRole.Testing.Fuzz;

namespace AssumeRole.Serving.Tests.Fuzz;

/// <summary>The HTTP server's parser, on whole messages and on parts of them.</summary>
public sealed class HttpRequestFuzzTests
{
    private const int MaxHeaderBytes = 16 * 1024;

    private static readonly string[] Seeds =
    [
        "PUT /latest/api/token HTTP/1.1\r\nHost: 169.254.169.254\r\nX-aws-ec2-metadata-token-ttl-seconds: 21600\r\nContent-Length: 0\r\n\r\n",
        "GET /latest/meta-data/iam/security-credentials/?a=b HTTP/1.1\r\nHost: h\r\nX-aws-ec2-metadata-token: t\r\nAccept: */*\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: 127.0.0.1:1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 30\r\n"
            + "Expect: 100-continue\r\nConnection: keep-alive, close\r\n\r\nAction=GetCallerIdentity&V=2011",
        "GET http://example.com/path HTTP/1.0\r\n\r\n",
    ];

    [Fact]
    public async Task Every_message_is_read_refused_or_waited_for()
    {
        var report = await new FuzzRun("HTTP requests", Seeds, text => Task.FromResult(Read(text)), _ => false).RunAsync();

        Assert.InRange(report.Accepted, report.Settings.Inputs / 100, report.Settings.Inputs);
        Assert.InRange(report.Refused, report.Settings.Inputs / 10, report.Settings.Inputs);
    }

    private static bool Read(string text)
    {
        var bytes = (text.Length % 2 == 0 ? Encoding.UTF8 : Encoding.Latin1).GetBytes(text);
        foreach (var length in new[] { 0, 1, bytes.Length / 3, bytes.Length / 2, bytes.Length - 1 })
            if (length >= 0 && length <= bytes.Length) Parse(bytes.AsSpan(0, length));
        return Parse(bytes);
    }

    private static bool Parse(ReadOnlySpan<byte> bytes)
    {
        var result = HttpRequestParser.Parse(bytes, MaxHeaderBytes);
        if (result.Head is not { } head)
        {
            Assert.True(result.Refusal == 0 || HttpResponse.ReasonPhraseOf(result.Refusal).Length > 0);
            return false;
        }

        Assert.InRange(head.Length, 1, Math.Min(bytes.Length, MaxHeaderBytes));
        Assert.True(head.ContentLength >= 0 && head.Path.StartsWith('/'));
        Assert.All(head.Headers.All(), field => Assert.NotNull(head.Headers[field.Name]));
        return true;
    }
}
