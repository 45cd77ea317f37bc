using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AssumeRole.Findings;
using AssumeRole.Sessions;

namespace AssumeRole.Lambda;

internal sealed record LambdaInvocation(string RequestId, string Event, DateTimeOffset Deadline);

/// <summary>Handles one invocation. The token is cancelled shortly before the deadline, so that there is time left to answer.</summary>
internal delegate Task<string> LambdaHandler(LambdaInvocation invocation, CancellationToken cancellationToken);

/// <summary>
/// A Lambda custom runtime: gets an invocation, handles it, answers, and gets the next, until Lambda ends the process (Lambda developer
/// guide, "Using the Lambda runtime API for custom runtimes").
/// </summary>
internal sealed class LambdaRuntime(HttpClient http, string authority, Action<string> log, TimeProvider time)
{
    /// <summary>Lambda sets it in a function's process: host and port of the runtime API.</summary>
    public const string Variable = "AWS_LAMBDA_RUNTIME_API";

    private const string Version = "2018-06-01";
    private static readonly TimeSpan LongestReserve = TimeSpan.FromSeconds(2);

    // A function runs for 15 minutes at most, and a timer of .NET for 49 days.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Null if this process is not a function.</summary>
    public static string? FindAuthority(IEnvironmentVariables variables) => variables.GetNonEmpty(Variable);

    /// <summary>A client without a proxy, and without a time-out: the next invocation may be hours away.</summary>
    public static HttpClient CreateHttpClient() =>
        new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };

    public async Task RunAsync(LambdaHandler handler, CancellationToken cancellationToken)
    {
        while (true)
        {
            var invocation = await NextAsync(cancellationToken).ConfigureAwait(false);
            await HandleAsync(invocation, handler, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task FailInitializationAsync(Finding finding, CancellationToken cancellationToken) =>
        PostErrorAsync("init/error", finding, cancellationToken);

    private async Task<LambdaInvocation> NextAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address("invocation/next"));
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK) throw Refused(request, response);
        var id = Header(response, "Lambda-Runtime-Aws-Request-Id") ?? throw Refused(request, response);
        var end = Header(response, "Lambda-Runtime-Deadline-Ms");
        var deadline = long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : DateTimeOffset.MaxValue;
        return new LambdaInvocation(id, await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false), deadline);
    }

    private async Task HandleAsync(LambdaInvocation invocation, LambdaHandler handler, CancellationToken cancellationToken)
    {
        var path = $"invocation/{Uri.EscapeDataString(invocation.RequestId)}";
        Finding failure;
        using var ending = CreateDeadline(invocation);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ending.Token, cancellationToken);
        try
        {
            var answer = await handler(invocation, either.Token).ConfigureAwait(false);
            var status = await PostAsync($"{path}/response", answer, null, cancellationToken).ConfigureAwait(false);
            if (status != HttpStatusCode.RequestEntityTooLarge) return;
            failure = FindingCatalogue.Unforeseen.For(invocation.RequestId, "The answer is too large for Lambda.");
        }
        catch (AssumeRoleException error) when (error.Finding.Id != nameof(FindingCatalogue.LambdaRuntimeUnreachable))
        {
            failure = error.Finding;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            failure = FindingCatalogue.RotationTimedOut.For(invocation.RequestId, $"Lambda ends the function at {invocation.Deadline:O}.");
        }
#pragma warning disable CA1031 // Nothing is hidden: the invocation fails with it, and the next one is handled.
        catch (Exception error) when (error is not (OperationCanceledException or AssumeRoleException))
#pragma warning restore CA1031
        {
            // The message may hold anything; the type alone cannot hold a secret.
            failure = FindingCatalogue.Unforeseen.For(invocation.RequestId, $"{error.GetType().Name}.");
        }

        log($"{failure.Id}: {failure}");
        await PostErrorAsync($"{path}/error", failure, cancellationToken).ConfigureAwait(false);
    }

    private CancellationTokenSource CreateDeadline(LambdaInvocation invocation)
    {
        var left = invocation.Deadline - time.GetUtcNow();
        if (left > LongestTimer) return new CancellationTokenSource();
        var reserve = left / 2 < LongestReserve ? left / 2 : LongestReserve;
        return new CancellationTokenSource(left <= TimeSpan.Zero ? TimeSpan.Zero : left - reserve, time);
    }

    private async Task PostErrorAsync(string path, Finding finding, CancellationToken cancellationToken)
    {
        var body = JsonText.WriteLine(json =>
        {
            json.WriteString("errorMessage", finding.ToString());
            json.WriteString("errorType", finding.Id);
            json.WriteStartArray("stackTrace");
            json.WriteEndArray();
        });
        await PostAsync(path, body, finding.Id, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpStatusCode> PostAsync(string path, string body, string? errorType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(path)) { Content = new StringContent(body, Encoding.UTF8, Json) };
        if (errorType is not null) request.Headers.Add("Lambda-Runtime-Function-Error-Type", $"AssumeRole.{errorType}");
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.OK or HttpStatusCode.RequestEntityTooLarge
            ? response.StatusCode
            : throw Refused(request, response);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            throw FindingCatalogue.LambdaRuntimeUnreachable.Error(authority, $"{request.Method} {request.RequestUri}: {error.Message}", inner: error);
        }
    }

    private Uri Address(string path) => new($"http://{authority}/{Version}/runtime/{path}");

    private AssumeRoleException Refused(HttpRequestMessage request, HttpResponseMessage response) =>
        FindingCatalogue.LambdaRuntimeUnreachable.Error(authority, $"{request.Method} {request.RequestUri} is answered {(int)response.StatusCode}.");

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
