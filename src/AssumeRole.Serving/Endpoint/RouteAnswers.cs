using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

/// <summary>What one route answers about its session: written once a session, then sent as it is.</summary>
internal sealed class RouteAnswers(CredentialRoute route, IAnswerFormat format, Action<ServerEvent>? log, TimeProvider time)
{
    // SDKs give up within seconds and ask again; a request that waited for STS without end would only take a connection.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private Held? held;
    private int isUnavailable;

    public ValueTask<HttpResponse> GetAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var pending = route.Session.GetAsync(cancellationToken);
        return pending.IsCompletedSuccessfully
            ? new ValueTask<HttpResponse>(Answer(pending.Result, request))
            : new ValueTask<HttpResponse>(AwaitAsync(pending, request, cancellationToken));
    }

    private async Task<HttpResponse> AwaitAsync(
        Task<SessionCredentials> pending, HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return Answer(await pending.WaitAsync(LongestWait, time, cancellationToken).ConfigureAwait(false), request);
        }
        catch (AssumeRoleException error)
        {
            return Explain(error.Finding, request);
        }
        catch (TimeoutException)
        {
            // It may fail yet, with nobody to see it; the session keeps and reports why.
            AbandonedTask.Observe(pending);
            var evidence = $"It was not there within {LongestWait.TotalSeconds} s.";
            return Explain(FindingCatalogue.SessionPending.For(route.RoleName, evidence), request);
        }
    }

    private HttpResponse Answer(SessionCredentials session, HttpRequest request)
    {
        var present = Volatile.Read(ref held);
        if (present is not null && ReferenceEquals(present.Session, session)) return present.Response;
        var next = new Held(session, format.Answer(session, time.GetUtcNow().UtcDateTime));
        if (Interlocked.CompareExchange(ref held, next, present) != present) return next.Response;
        Volatile.Write(ref isUnavailable, 0);
        Tell(ServerEventKind.Served, request, next.Response, session, null);
        return next.Response;
    }

    private HttpResponse Explain(Finding finding, HttpRequest request)
    {
        var response = format.Explain(finding, time.GetUtcNow().UtcDateTime);
        if (Interlocked.Exchange(ref isUnavailable, 1) == 0) Tell(ServerEventKind.Unavailable, request, response, null, finding);
        return response;
    }

    private void Tell(
        ServerEventKind kind, HttpRequest request, HttpResponse response, SessionCredentials? session, Finding? finding) =>
        log?.Invoke(new ServerEvent(time.GetUtcNow(), kind)
        {
            Role = route.RoleName,
            Route = route.Name,
            Client = request.RemoteEndPoint.Address,
            Status = response.StatusCode,
            Expiration = session?.Expiration,
            Reason = finding?.Id,
            Message = finding?.ToString(),
        });

    private sealed record Held(SessionCredentials Session, HttpResponse Response);
}
