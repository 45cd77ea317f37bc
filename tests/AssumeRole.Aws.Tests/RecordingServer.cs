using System.Collections.Concurrent;
using System.Net;
using System.Text;
using AssumeRole.Http;
using AssumeRole.Sts;

namespace AssumeRole.Aws.Tests;

/// <summary>An HTTP server on loopback that keeps what it was sent and answers what a test says.</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<HttpRequest> requests = new();
    private readonly HttpServer server;

    public RecordingServer(Func<HttpRequest, HttpResponse> answer)
    {
        server = HttpServer.Start(
            new HttpServerOptions(),
            (request, _) =>
            {
                requests.Enqueue(request);
                return ValueTask.FromResult(answer(request));
            },
            TimeProvider.System);
    }

    public Uri Url => new($"http://127.0.0.1:{server.Port}");

    public StsEndpoint Endpoint => new("eu-west-1", Url);

    public IReadOnlyList<HttpRequest> Requests => [.. requests];

    /// <summary>The form of a request, decoded.</summary>
    public static Dictionary<string, string> FormOf(HttpRequest request) => Encoding.UTF8.GetString(request.Body.Span)
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => WebUtility.UrlDecode(pair[0]), pair => WebUtility.UrlDecode(pair[1]), StringComparer.Ordinal);

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
