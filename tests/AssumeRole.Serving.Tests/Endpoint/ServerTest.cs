using System.Collections.Concurrent;
using AssumeRole.Endpoint;

namespace AssumeRole.Serving.Tests.Endpoint;

/// <summary>A credential server on loopback, a client of its own, and the log.</summary>
public abstract class ServerTest : IAsyncDisposable
{
    // A connection for each request: one that is kept would break when a test moves the clock past its bounds.
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.Zero,
    });

    private protected ManualTimeProvider Time { get; } = new();

    private protected ConcurrentQueue<ServerEvent> Log { get; } = [];

    private protected CredentialServer Server { get; private set; } = null!;

    public virtual async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (Server is not null) await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task StartAsync(CredentialServerOptions? options, params CredentialRoute[] routes) =>
        Server = await CredentialServer.StartAsync((options ?? new CredentialServerOptions()) with { Log = Log.Enqueue }, routes, Time);

    /// <summary>Sends one request and gives status and body.</summary>
    private protected async Task<(int Status, string Body)> SendAsync(
        string method, Uri address, params (string Name, string Value)[] headers)
    {
        using var response = await RespondAsync(method, address, headers);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private protected async Task<HttpResponseMessage> RespondAsync(
        string method, Uri address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        foreach (var (name, value) in headers)
            if (name == "Host") request.Headers.Host = value;
            else request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Asks a container route for its session.</summary>
    private protected Task<(int Status, string Body)> GetAsync(CredentialAddress from) =>
        SendAsync("GET", from.Address, ("Authorization", from.Token!.Reveal()));
}
