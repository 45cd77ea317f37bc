using System.Text;
using AssumeRole.Http;
using FsCheck;
using FsCheck.Fluent;

namespace AssumeRole.Serving.Tests.Http;

public sealed class HttpRequestParserTests
{
    private const int MaxHeaderBytes = 1024;

    [Fact]
    public void Reads_method_path_query_and_fields()
    {
        var head = Complete("PUT /latest/api/token?a=b&c HTTP/1.1\r\nHost: h\r\nX-Ttl:  60\t\r\nempty:\r\n\r\n");

        Assert.Equal("PUT", head.Method);
        Assert.Equal("/latest/api/token", head.Path);
        Assert.Equal("a=b&c", head.Query);
        Assert.Equal("60", head.Headers["x-ttl"]);
        Assert.Equal("", head.Headers["Empty"]);
        Assert.Null(head.Headers["absent"]);
        Assert.Equal([new("Host", "h"), new("X-Ttl", "60"), new("empty", "")], head.Headers.All());
        Assert.True(head.KeepAlive);
        Assert.Equal(0, head.ContentLength);
    }

    [Fact]
    public void Counts_ignored_empty_lines_into_the_length()
    {
        const string text = "\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n";
        Assert.Equal(text.Length, Complete(text + "GET / HT").Length);
    }

    [Theory]
    [InlineData("http://example.com/path?x=1", "/path", "x=1")]
    [InlineData("//double", "//double", "")]
    [InlineData("/%2e%2E/a", "/%2e%2E/a", "")]
    public void Gives_the_path_as_sent(string target, string path, string query)
    {
        var head = Complete($"GET {target} HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal((path, query), (head.Path, head.Query));
    }

    [Theory]
    [InlineData("HTTP/1.1", "", true)]
    [InlineData("HTTP/1.1", "Connection: close\r\n", false)]
    [InlineData("HTTP/1.1", "connection: foo, CLOSE\r\n", false)]
    [InlineData("HTTP/1.0", "", false)]
    [InlineData("HTTP/1.0", "Connection: keep-alive\r\n", false)]
    public void Knows_whether_another_request_may_follow(string version, string field, bool keepAlive) =>
        Assert.Equal(keepAlive, Complete($"GET / {version}\r\nHost: h\r\n{field}\r\n").KeepAlive);

    [Theory]
    [InlineData("")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    [InlineData("G")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n\r")]
    public void Waits_for_the_end_of_the_head(string text)
    {
        var result = Parse(text);
        Assert.Null(result.Head);
        Assert.Equal(0, result.Refusal);
    }

    [Theory]
    [InlineData("\u0016\u0003\u0001", "a TLS handshake")]
    [InlineData("GET / HTTP/1.1\n", "a bare line feed")]
    [InlineData("\rX", "a bare carriage return")]
    [InlineData("GET /\r\n\r\n", "HTTP/0.9")]
    [InlineData("GET / HTTP/1.1 \r\nHost: h\r\n\r\n", "a blank after the version")]
    [InlineData("GET  / HTTP/1.1\r\nHost: h\r\n\r\n", "two blanks")]
    [InlineData("GET / http/1.1\r\nHost: h\r\n\r\n", "a version in small letters")]
    [InlineData("GE(T / HTTP/1.1\r\nHost: h\r\n\r\n", "a method that is no token")]
    [InlineData("GET example HTTP/1.1\r\nHost: h\r\n\r\n", "a relative target")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", "asterisk-form")]
    [InlineData("GET http:///x HTTP/1.1\r\nHost: h\r\n\r\n", "no authority")]
    [InlineData("GET /#f HTTP/1.1\r\nHost: h\r\n\r\n", "a fragment")]
    [InlineData("GET /\u00e9 HTTP/1.1\r\nHost: h\r\n\r\n", "a target that is not ASCII")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "no Host")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n", "two Hosts")]
    [InlineData("GET / HTTP/1.1\r\nHost : a\r\n\r\n", "a blank before the colon")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", "a folded line")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nx: a\0b\r\n\r\n", "a NUL")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nx: a\nb: c\r\n\r\n", "a bare line feed in a field")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nx: a\rb: c\r\n\r\n", "a bare carriage return in a field")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", "a field without a name")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n", "a field without a colon")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n", "a length with a sign")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", "an empty length")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n", "a list of lengths")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", "two lengths")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "a length and a coding")]
    public void Refuses_what_two_readers_could_read_differently(string text, string because)
    {
        Assert.NotEmpty(because);
        Assert.Equal(400, Parse(text).Refusal);
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked", 411)]
    [InlineData("Transfer-Encoding: gzip", 501)]
    [InlineData("Content-Length: 99999999999999999999", 413)]
    [InlineData("Expect: 200-ok", 417)]
    public void Refuses_what_it_does_not_serve_with_the_status_that_says_so(string field, int status) =>
        Assert.Equal(status, Parse($"POST / HTTP/1.1\r\nHost: a\r\n{field}\r\n\r\n").Refusal);

    [Theory]
    [InlineData("HTTP/2.0")]
    [InlineData("HTTP/1.2")]
    [InlineData("HTTP/11")]
    public void Refuses_other_versions(string version) => Assert.Equal(505, Parse($"GET / {version}\r\nHost: a\r\n\r\n").Refusal);

    [Fact]
    public void Refuses_a_head_that_is_too_long_whether_or_not_it_ends()
    {
        var field = $"x: {new string('a', MaxHeaderBytes)}";
        Assert.Equal(431, Parse($"GET / HTTP/1.1\r\n{field}").Refusal);
        Assert.Equal(431, Parse($"GET / HTTP/1.1\r\nHost: h\r\n{field}\r\n\r\n").Refusal);
        Assert.Equal(431, Parse(string.Concat(Enumerable.Repeat("\r\n", MaxHeaderBytes / 2))).Refusal);
    }

    [Fact]
    public void Never_throws_and_never_reads_past_what_it_was_given()
    {
        string[] fragments =
        [
            "GET", "PUT", " ", "/", "/latest", "?q", "HTTP/1.1", "HTTP/1.0", "\r\n", "\r", "\n", ":", "Host: h",
            "Content-Length: 5", "Content-Length: 9999999999999999999999", "Transfer-Encoding: chunked", "Expect: 100-continue",
            "\0", "\u00ff", "\t", "http://", "#",
        ];
        var texts = Gen.Elements(fragments).ListOf().Select(string.Concat);
        Check.QuickThrowOnFailure(Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var bytes = Encoding.Latin1.GetBytes(text);
            var result = HttpRequestParser.Parse(bytes, MaxHeaderBytes);
            return result.Head is not { } head || (result.Refusal == 0 && head.Length <= bytes.Length && head.Path[0] == '/');
        }));
    }

    [Fact]
    public void Decides_the_same_however_the_bytes_arrive()
    {
        var bytes = Encoding.ASCII.GetBytes("\r\nPOST /a?b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
        var whole = HttpRequestParser.Parse(bytes, MaxHeaderBytes).Head!.Value;
        for (var length = 0; length < bytes.Length; length++)
        {
            var result = HttpRequestParser.Parse(bytes.AsSpan(0, length), MaxHeaderBytes);
            Assert.Equal(0, result.Refusal);
            Assert.Equal(length >= whole.Length, result.Head is not null);
        }
    }

    private static HttpParseResult Parse(string text) => HttpRequestParser.Parse(Encoding.Latin1.GetBytes(text), MaxHeaderBytes);

    private static HttpRequestHead Complete(string text)
    {
        var result = Parse(text);
        Assert.Equal(0, result.Refusal);
        return Assert.NotNull(result.Head);
    }
}
