using System.Collections.Concurrent;
using AssumeRole.Http;

namespace AssumeRole.Testing;

/// <summary>An instance metadata service on a real loopback port.</summary>
internal sealed class LoopbackMetadata : IAsyncDisposable
{
    private const string CredentialPath = "/latest/meta-data/iam/security-credentials/";
    private readonly ConcurrentQueue<string> lines = new();
    private readonly HttpServer server;

    public LoopbackMetadata()
    {
        // Its clock stands where that of the tests does: credentials expire by it.
        var options = new HttpServerOptions { DateClock = new ManualTimeProvider() };
        server = HttpServer.Start(options, (request, _) => ValueTask.FromResult(Answer(request)), TimeProvider.System);
    }

    public string Url => $"http://127.0.0.1:{server.Port}/";

    /// <summary>Method and path of each request, in order.</summary>
    public IEnumerable<string> Lines => lines;

    /// <summary>The status of the answer to the request for a token.</summary>
    public int TokenStatus { get; set; } = 200;

    /// <summary>Whether the token request is never answered, as behind a hop limit of 1.</summary>
    public bool TokenIsSwallowed { get; set; }

    public ConcurrentDictionary<string, string> Documents { get; } = new(StringComparer.Ordinal)
    {
        [CredentialPath] = "worker",
        [CredentialPath + "worker"] = FakeMetadata.CredentialDocument,
        ["/latest/meta-data/placement/region"] = "eu-west-1",
    };

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private HttpResponse Answer(HttpRequest request)
    {
        lines.Enqueue($"{request.Method} {request.Path}");
        if (request.Method == "PUT" && TokenIsSwallowed) return HttpResponse.Silence;
        if (request.Method == "PUT") return HttpResponse.Text(TokenStatus, "text/plain", "token");
        if (request.Headers["X-aws-ec2-metadata-token"] != "token") return HttpResponse.Text(401, "text/plain", "");
        return Documents.TryGetValue(request.Path, out var text)
            ? HttpResponse.Text(200, "text/plain", text)
            : HttpResponse.Text(404, "text/plain", "");
    }
}
