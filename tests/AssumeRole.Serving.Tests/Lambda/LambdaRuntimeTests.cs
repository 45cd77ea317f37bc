using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using AssumeRole.Findings;
using AssumeRole.Http;
using AssumeRole.Lambda;

namespace AssumeRole.Serving.Tests.Lambda;

/// <summary>The loop against a runtime interface on loopback.</summary>
public sealed class LambdaRuntimeTests : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> events = new();
    private readonly ConcurrentQueue<(string Path, string Body, string? ErrorType)> posts = new();
    private readonly List<string> log = [];
    private readonly CancellationTokenSource ending = new();
    private readonly HttpServer server;
    private int served;
    private string? sentDeadline;

    public LambdaRuntimeTests() => server = HttpServer.Start(new HttpServerOptions(), AnswerAsync, TimeProvider.System);

    private DateTimeOffset Deadline { get; set; } = DateTimeOffset.UtcNow.AddMinutes(1);

    /// <summary>The runtime's clock; the interface's is always the real one.</summary>
    private TimeProvider Clock { get; set; } = TimeProvider.System;

    private int PostStatus { get; set; } = 202;

    private string Authority => $"127.0.0.1:{server.Port}";

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        ending.Dispose();
    }

    [Fact]
    public async Task Each_invocation_is_handled_and_answered()
    {
        await RunAsync((invocation, _) => Task.FromResult($"{{\"got\":{invocation.Event}}}"), "1", "2");

        Assert.Equal(
            [("/2018-06-01/runtime/invocation/id-1/response", "{\"got\":1}", null), ("/2018-06-01/runtime/invocation/id-2/response", "{\"got\":2}", null)],
            posts);
        Assert.Empty(log);
    }

    [Fact]
    public async Task A_finding_is_the_functions_error_and_the_next_invocation_is_handled()
    {
        var finding = FindingCatalogue.RotationIncomplete.For("rotation", "1 of 2: t/a (AssumeDenied).");

        await RunAsync(
            (invocation, _) => invocation.Event == "1" ? throw new AssumeRoleException(finding) : Task.FromResult("{}"), "1", "2");

        Assert.Equal(
            (
                "/2018-06-01/runtime/invocation/id-1/error",
                $"{{\"errorMessage\":{JsonSerializer.Serialize($"{finding}")},\"errorType\":\"RotationIncomplete\",\"stackTrace\":[]}}",
                "AssumeRole.RotationIncomplete"),
            posts.First());
        Assert.EndsWith("/id-2/response", posts.Last().Path, StringComparison.Ordinal);
        Assert.StartsWith("RotationIncomplete: ", Assert.Single(log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_foresaw_is_named_by_its_type_alone()
    {
        await RunAsync((_, _) => throw new InvalidOperationException("the key is SANDBOXSECRET"), "1");

        var (path, body, type) = Assert.Single(posts);
        Assert.EndsWith("/error", path, StringComparison.Ordinal);
        Assert.Equal("AssumeRole.Unforeseen", type);
        Assert.Contains("InvalidOperationException", body, StringComparison.Ordinal);
        Assert.All(log.Append(body), text => Assert.DoesNotContain("SANDBOXSECRET", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_handler_that_takes_too_long_is_told_before_Lambda_ends_it()
    {
        var clock = new ManualTimeProvider();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (Clock, Deadline) = (clock, clock.GetUtcNow().AddMilliseconds(500));

        var running = RunAsync(
            async (_, token) =>
            {
                begun.SetResult();
                await Task.Delay(Timeout.Infinite, token);
                return "{}";
            },
            "1");
        await begun.Task.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);

        // A long handler has all but two seconds, a short one half of its time.
        clock.Advance(TimeSpan.FromMilliseconds(250));
        await running;

        Assert.Equal("AssumeRole.RotationTimedOut", Assert.Single(posts).ErrorType);
        Assert.True(clock.GetUtcNow() < Deadline);
    }

    [Theory]
    [InlineData("4102444800000")]
    [InlineData("253402300799999")]
    [InlineData("999999999999999999")]
    public async Task A_deadline_further_away_than_a_timer_can_wait_is_none(string milliseconds)
    {
        sentDeadline = milliseconds;

        await RunAsync((_, _) => Task.FromResult("{}"), "1");

        Assert.Null(Assert.Single(posts).ErrorType);
        Assert.Empty(log);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_an_error()
    {
        PostStatus = 413;
        await RunAsync((_, _) => Task.FromResult("{}"), "1");

        Assert.Equal([null, "AssumeRole.Unforeseen"], posts.Select(post => post.ErrorType));
    }

    [Fact]
    public async Task A_start_that_fails_is_reported()
    {
        using var http = LambdaRuntime.CreateHttpClient();
        var runtime = new LambdaRuntime(http, Authority, log.Add, TimeProvider.System);

        await runtime.FailInitializationAsync(FindingCatalogue.VariableInvalid.For("ASSUMEROLE_STORE", "ASSUMEROLE_STORE is 'x'."), default);

        Assert.Equal(("/2018-06-01/runtime/init/error", "AssumeRole.VariableInvalid"), (posts.Single().Path, posts.Single().ErrorType));
    }

    [Fact]
    public async Task An_interface_that_refuses_or_is_not_there_ends_the_loop()
    {
        PostStatus = 500;
        var refused = await Sample.FindingOfAsync(() => LoopAsync((_, _) => Task.FromResult("{}"), "1"));
        Assert.Equal("LambdaRuntimeUnreachable", refused.Id);
        Wording.Names(refused.Evidence, "500");

        await server.DisposeAsync();
        Assert.Equal("LambdaRuntimeUnreachable", (await Sample.FindingOfAsync(() => LoopAsync((_, _) => Task.FromResult("{}"), "1"))).Id);
    }

    [Theory]
    [InlineData("127.0.0.1:9001", "127.0.0.1:9001")]
    [InlineData("", null)]
    public void A_variable_says_whether_this_is_a_function(string value, string? authority) =>
        Assert.Equal(authority, LambdaRuntime.FindAuthority(new FakeVariables(("AWS_LAMBDA_RUNTIME_API", value))));

    /// <summary>Runs the loop until the events have been handed out.</summary>
    private async Task RunAsync(LambdaHandler handler, params string[] given) =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LoopAsync(handler, given));

    private async Task LoopAsync(LambdaHandler handler, params string[] given)
    {
        foreach (var text in given) events.Enqueue(text);
        using var http = LambdaRuntime.CreateHttpClient();
        var runtime = new LambdaRuntime(http, Authority, log.Add, Clock);
        await runtime.RunAsync(handler, ending.Token).WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);
    }

    private async ValueTask<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request is { Method: "GET", Path: "/2018-06-01/runtime/invocation/next" })
        {
            if (!events.TryDequeue(out var text))
            {
                // Lambda freezes the process here; the test ends.
                await ending.CancelAsync();
                return HttpResponse.Silence;
            }

            return sentDeadline is null ? RuntimeEvent.Answer(text, ++served, Deadline) : RuntimeEvent.Answer(text, ++served, sentDeadline);
        }

        posts.Enqueue((request.Path, Encoding.UTF8.GetString(request.Body.Span), request.Headers["Lambda-Runtime-Function-Error-Type"]));
        // Only the answer itself can be too large.
        return new HttpResponse(PostStatus == 413 && request.Path.EndsWith("/error", StringComparison.Ordinal) ? 202 : PostStatus, default);
    }
}
