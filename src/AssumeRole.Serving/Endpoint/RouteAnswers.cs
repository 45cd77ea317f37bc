using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

/// <summary>
/// Answers the requests for one route's session, and logs each new session and each lack of one once. The time of an answer is when its
/// session was first served.
/// </summary>
internal sealed class RouteAnswers(
    CredentialRoute route,
    Func<SessionCredentials, DateTime, HttpResponse> answer,
    Func<Finding, DateTime, HttpResponse> explain,
    Action<ServerEvent>? log,
    TimeProvider time)
{
    // SDKs give up within seconds and ask again; a request that waited for STS without end would only take a connection.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly object gate = new();
    private SessionCredentials? served;
    private DateTime servedSince;
    private bool isUnavailable;

    public async ValueTask<HttpResponse> GetAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var pending = route.Session.GetAsync(cancellationToken);
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
            // The session keeps and reports a later failure itself.
            pending.Forget();
            var evidence = $"It was not there within {LongestWait.TotalSeconds} s.";
            return Explain(FindingCatalogue.SessionPending.For(route.RoleName, evidence), request);
        }
    }

    private HttpResponse Answer(SessionCredentials session, HttpRequest request)
    {
        bool isNew;
        DateTime since;
        lock (gate)
        {
            isNew = !ReferenceEquals(session, served);
            if (isNew) (served, servedSince, isUnavailable) = (session, time.GetUtcNow().UtcDateTime, false);
            since = servedSince;
        }

        var response = answer(session, since);
        if (isNew) Log(ServerEventKind.Served, request, response, session, null);
        return response;
    }

    private HttpResponse Explain(Finding finding, HttpRequest request)
    {
        bool isFirst;
        lock (gate)
        {
            isFirst = !isUnavailable;
            isUnavailable = true;
        }

        var response = explain(finding, time.GetUtcNow().UtcDateTime);
        if (isFirst) Log(ServerEventKind.Unavailable, request, response, null, finding);
        return response;
    }

    private void Log(ServerEventKind kind, HttpRequest request, HttpResponse response, SessionCredentials? session, Finding? finding) =>
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
}
