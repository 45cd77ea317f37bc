using System.Collections.Concurrent;
using AssumeRole.Cli.Tests.Running;
using AssumeRole.Http;

namespace AssumeRole.Cli.Tests;

/// <summary>A metadata proxy such as kube2iam before the worker, which names the role in its own way.</summary>
public sealed class MetadataProxyTests
{
    private const string List = "/latest/meta-data/iam/security-credentials/";

    [Theory]
    [EachBuild("arn:aws:iam::111111111111:role/team/concourse-worker")]
    [EachBuild("team/concourse-worker")]
    public async Task Whoami_works_with_a_role_named_by_its_ARN_or_with_its_path(Build build, string role)
    {
        await using var stage = await Stage.StartAsync(build);
        await using var proxy = await Proxy.StartAsync(stage, role);

        var run = (await stage.RunAsync("whoami")).Exits(0);

        Assert.Equal([Stage.Worker, $"account 111111111111, from instance role {role}"], run.Lines);
        Assert.Equal([$"GET {List}", $"GET {List}{role}"], proxy.Lines);
    }

    [Theory]
    [EachBuild("team/../../user-data")]
    [EachBuild("arn:aws:iam::111111111111:role/worker?x=1")]
    public async Task Whoami_asks_for_nothing_that_leads_elsewhere(Build build, string role)
    {
        await using var stage = await Stage.StartAsync(build);
        await using var proxy = await Proxy.StartAsync(stage, role);

        var run = await stage.RunAsync("whoami", "--source", "instance");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("MetadataAnswerInvalid", run.Error, StringComparison.Ordinal);
        Assert.Equal([$"GET {List}"], proxy.Lines);
    }

    [Theory, EachBuild]
    public async Task Metadata_is_asked_past_the_proxy_that_the_environment_names(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        await using var proxy = await Proxy.StartAsync(stage, "concourse-worker");
        var lines = 0;
        await using var web = HttpServer.Start(
            new HttpServerOptions(),
            (_, _) =>
            {
                Interlocked.Increment(ref lines);
                return ValueTask.FromResult(HttpResponse.Text(502, "text/plain", "No."));
            },
            TimeProvider.System);
        foreach (var name in new[] { "NO_PROXY", "no_proxy" }) stage.Variables.Remove(name);
        foreach (var name in new[] { "HTTP_PROXY", "http_proxy", "ALL_PROXY" }) stage.Variables[name] = $"http://127.0.0.1:{web.Port}";

        (await stage.RunAsync("whoami", "--source", "instance")).Exits(0);

        Assert.Equal(0, lines);
        Assert.Equal(2, proxy.Lines.Count());
    }

    /// <summary>Gives out the sandbox's credentials of the worker under a name of its own.</summary>
    private sealed class Proxy : IAsyncDisposable
    {
        private readonly ConcurrentQueue<string> lines = new();
        private readonly HttpServer server;

        private Proxy(string role, string document)
        {
            server = HttpServer.Start(
                new HttpServerOptions(),
                (request, _) =>
                {
                    lines.Enqueue($"{request.Method} {request.Path}");
                    var body = request.Method == "PUT" ? "token" : request.Path == List ? role : request.Path == List + role ? document : null;
                    return ValueTask.FromResult(HttpResponse.Text(body is null ? 404 : 200, "text/plain", body ?? string.Empty));
                },
                TimeProvider.System);
        }

        /// <summary>Method and path of each request behind the probe's, which sends another if this machine is slow.</summary>
        public IEnumerable<string> Lines => lines.Where(line => line is not ("PUT /latest/api/token" or "GET /latest/meta-data/instance-id"));

        public static async Task<Proxy> StartAsync(Stage stage, string role)
        {
            using var http = new HttpClient { BaseAddress = stage.Sandbox.Endpoint };
            using var put = new HttpRequestMessage(HttpMethod.Put, "/latest/api/token");
            put.Headers.Add("X-aws-ec2-metadata-token-ttl-seconds", "60");
            using var issued = await http.SendAsync(put, TestContext.Current.CancellationToken);
            var token = await issued.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            http.DefaultRequestHeaders.Add("X-aws-ec2-metadata-token", token);
            var proxy = new Proxy(role, await http.GetStringAsync(List + "concourse-worker", TestContext.Current.CancellationToken));
            stage.Variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = $"http://127.0.0.1:{proxy.server.Port}/";
            return proxy;
        }

        public ValueTask DisposeAsync() => server.DisposeAsync();
    }
}
