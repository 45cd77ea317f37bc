namespace AssumeRole.Http;

/// <summary>The handler's answers; 500 where it has none.</summary>
internal sealed class HttpAnswers(HttpHandler handler, HttpServerOptions options, CancellationToken stopping)
{
    public async ValueTask<HttpResponse> AskAsync(HttpRequest request)
    {
        try
        {
            return await handler(request, stopping).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            options.HandlerFaulted?.Invoke(exception);
            return new HttpResponse(500, default);
        }
    }
}
