using System.Collections.Concurrent;
using System.Text;
using AssumeRole.Http;
using AssumeRole.Testing;

namespace AssumeRole.Cli.Tests.Rotation;

/// <summary>Lambda's side: a runtime interface on loopback that hands out events and keeps what it is told.</summary>
internal sealed class RuntimeInterface : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> events;
    private readonly SemaphoreSlim posted = new(0);
    private readonly ConcurrentQueue<Post> posts = new();
    private readonly HttpServer server;
    private int served;

    public RuntimeInterface(params string[] events)
    {
        this.events = new ConcurrentQueue<string>(events);
        server = HttpServer.Start(new HttpServerOptions(), (request, _) => ValueTask.FromResult(Answer(request)), TimeProvider.System);
    }

    /// <summary>What the function told.</summary>
    public sealed record Post(string Path, string Body, string? ErrorType, DateTimeOffset At);

    /// <summary>The value of AWS_LAMBDA_RUNTIME_API.</summary>
    public string Authority => $"127.0.0.1:{server.Port}";

    /// <summary>How long each invocation has.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>When the last invocation ends.</summary>
    public DateTimeOffset Deadline { get; private set; }

    /// <summary>The status of an invocation that there is none of any more; Lambda itself holds the request. 0 does that.</summary>
    public int EndStatus { get; init; }

    /// <summary>The status of everything that is posted.</summary>
    public int PostStatus { get; init; } = 202;

    /// <summary>Everything told so far.</summary>
    public IReadOnlyList<Post> Posts => [.. posts];

    /// <summary>Waits until so much was told.</summary>
    public async Task<IReadOnlyList<Post>> UntilPostedAsync(int count)
    {
        for (var told = 0; told < count; told++)
            Assert.True(await posted.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken), $"The function told {told} of {count}.");
        return Posts;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        posted.Dispose();
    }

    private HttpResponse Answer(HttpRequest request)
    {
        if (request is { Method: "GET", Path: "/2018-06-01/runtime/invocation/next" })
        {
            if (!events.TryDequeue(out var text)) return EndStatus == 0 ? HttpResponse.Silence : new HttpResponse(EndStatus, default);
            Deadline = DateTimeOffset.UtcNow + Timeout;
            return RuntimeEvent.Answer(text, ++served, Deadline);
        }

        var body = Encoding.UTF8.GetString(request.Body.Span);
        posts.Enqueue(new Post(request.Path, body, request.Headers["Lambda-Runtime-Function-Error-Type"], DateTimeOffset.UtcNow));
        posted.Release();
        return new HttpResponse(PostStatus, default);
    }
}
