using System.Net;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

/// <summary>
/// Refuses the requests of one listener, and tells so. Who guesses at a high rate gets 429 and no line each; a request that is in
/// order never comes here, so it is not slowed by others' guesses.
/// </summary>
internal sealed class RefusalDesk(CredentialServerOptions options, TimeProvider time)
{
    private readonly RateBound bound = new(options.RefusalsPerSecond, time);
    private int suppressed;

    /// <summary>The answer to a request that gets nothing.</summary>
    public HttpResponse Refuse(Refusal refusal, HttpRequest request, CredentialRoute? route) =>
        TryTell(refusal.Name, refusal.Response.StatusCode, request.RemoteEndPoint.Address, route)
            ? refusal.Response
            : Refusal.TooMany.Response;

    /// <summary>Tells of a request that was no HTTP, or too large or too slow.</summary>
    public void NoteMalformed(IPAddress client, int status) => TryTell("Malformed", status, client, null);

    /// <summary>Tells of a client that may not connect.</summary>
    public void NoteClient(IPAddress client) => TryTell("ClientUnknown", null, client, null);

    private bool TryTell(string reason, int? status, IPAddress client, CredentialRoute? route)
    {
        if (!bound.TryTake())
        {
            Interlocked.Increment(ref suppressed);
            return false;
        }

        options.Log?.Invoke(new ServerEvent(time.GetUtcNow(), ServerEventKind.Refused)
        {
            Role = route?.RoleName,
            Route = route?.Name,
            Client = client,
            Status = status,
            Reason = reason,
            Suppressed = Interlocked.Exchange(ref suppressed, 0),
        });
        return true;
    }
}
