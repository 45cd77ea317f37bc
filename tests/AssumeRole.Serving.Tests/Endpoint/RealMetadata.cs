using System.Collections.Concurrent;
using AssumeRole.Http;

namespace AssumeRole.Serving.Tests.Endpoint;

/// <summary>The real instance metadata service, as far as a pass-through sees it; it notes every request with all its headers.</summary>
internal sealed class RealMetadata : IAsyncDisposable
{
    private readonly HttpServer server;
    private int tokens;

    public RealMetadata() =>
        server = HttpServer.Start(new HttpServerOptions(), (request, _) => new(Answer(request)), TimeProvider.System);

    public Uri Address => new($"http://127.0.0.1:{server.Port}");

    public ConcurrentQueue<HttpRequest> Requests { get; } = [];

    public IEnumerable<string> Lines => Requests.Select(request => $"{request.Method} {request.Path}");

    /// <summary>What stands at every path.</summary>
    public Func<string, HttpResponse> Documents { get; set; } = path => HttpResponse.Text(200, "text/plain", $"real {path}");

    /// <summary>The status of the answer to the request for a token.</summary>
    public int TokenStatus { get; set; } = 200;

    /// <summary>Takes back every token that was given.</summary>
    public void Forget() => Interlocked.Increment(ref tokens);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private HttpResponse Answer(HttpRequest request)
    {
        Requests.Enqueue(request);
        if (request.Method == "PUT") return HttpResponse.Text(TokenStatus, "text/plain", $"real-token-{tokens}");
        return request.Headers["X-aws-ec2-metadata-token"] == $"real-token-{tokens}"
            ? Documents(request.Path)
            : HttpResponse.Text(401, "text/plain", "");
    }
}
