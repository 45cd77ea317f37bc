using System.Net;

namespace AssumeRole.Testing;

/// <summary>The other end of an HttpClient.</summary>
internal sealed class FakeHttp(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    public FakeHttp(Func<HttpRequestMessage, HttpResponseMessage> answer)
        : this((request, _) => Task.FromResult(answer(request)))
    {
    }

    public List<HttpRequestMessage> Requests { get; } = [];

    /// <summary>Method and address of each request, in order.</summary>
    public IEnumerable<string> Lines => Requests.Select(request => $"{request.Method} {request.RequestUri}");

    public static HttpResponseMessage Text(HttpStatusCode status, string text = "") =>
        new(status) { Content = new StringContent(text) };

    public static HttpResponseMessage Ok(string text) => Text(HttpStatusCode.OK, text);

    /// <summary>A server that never answers.</summary>
    public static async Task<HttpResponseMessage> NeverAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        throw new InvalidOperationException("Unreachable.");
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        return answer(request, cancellationToken);
    }
}
