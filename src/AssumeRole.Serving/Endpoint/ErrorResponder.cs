using System.Net;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

/// <summary>
/// Sends and logs the error responses of one listener. Above the rate limit clients get 429 and no line each. Valid requests never come
/// here, so other clients' guesses do not slow them.
/// </summary>
internal sealed class ErrorResponder(CredentialServerOptions options, TimeProvider time)
{
    private readonly TokenBucket limit = new(options.RefusalsPerSecond, time);
    private int suppressed;

    public HttpResponse Respond(ErrorResponse error, HttpRequest request, CredentialRoute? route) =>
        TryLog(error.Name, error.Response.StatusCode, request.RemoteEndPoint.Address, route)
            ? error.Response
            : ErrorResponse.TooMany.Response;

    /// <summary>Logs a request that was malformed, too large or too slow, which the HTTP server has answered itself.</summary>
    public void LogMalformed(IPAddress client, int status) => TryLog("Malformed", status, client, null);

    public void LogUnknownClient(IPAddress client) => TryLog("ClientUnknown", null, client, null);

    private bool TryLog(string reason, int? status, IPAddress client, CredentialRoute? route)
    {
        if (!limit.TryTake())
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

    /// <summary>Allows a number of events a second, and as many at once after a quiet second.</summary>
    private sealed class TokenBucket(int perSecond, TimeProvider time)
    {
        private readonly object gate = new();
        private double left = perSecond;
        private long last = time.GetTimestamp();

        public bool TryTake()
        {
            lock (gate)
            {
                var now = time.GetTimestamp();
                left = Math.Min(perSecond, left + (time.GetElapsedTime(last, now).TotalSeconds * perSecond));
                last = now;
                if (left < 1) return false;
                left--;
                return true;
            }
        }
    }
}

/// <summary>The response to a request that gets nothing, with the name that the log gives it; the same every time.</summary>
internal sealed class ErrorResponse
{
    private ErrorResponse(string name, int status, string message, params HttpHeader[] headers)
    {
        Name = name;
        Response = new HttpResponse(
            status, EndpointDocuments.Error(name, message), [new HttpHeader("Content-Type", "application/json"), .. headers]);
    }

    public static ErrorResponse HostMissing { get; } = new("HostMissing", 400, "The request names no host.");

    public static ErrorResponse HostForeign { get; } = new(
        "HostForeign", 403, "The Host header, or the request's target, names another host. A web page must not reach this server under its own name.");

    public static ErrorResponse Forwarded { get; } = new(
        "Forwarded", 403, "The request came through a proxy (X-Forwarded-For). Exempt this address from the proxy with NO_PROXY.");

    public static ErrorResponse PathUnknown { get; } = new("PathUnknown", 404, "There is nothing at this path.");

    public static ErrorResponse MethodRefused { get; } = new(
        "MethodRefused", 405, "Credentials are read with GET.", new HttpHeader("Allow", "GET, HEAD"));

    public static ErrorResponse MetadataMethodRefused { get; } = new(
        "MethodRefused", 405, "Metadata is read with GET.", new HttpHeader("Allow", "GET, HEAD, PUT"));

    public static ErrorResponse TokenMissing { get; } = new(
        "TokenMissing", 401, "The Authorization header is missing. Send the value of AWS_CONTAINER_AUTHORIZATION_TOKEN there.");

    public static ErrorResponse TokenWrong { get; } = new(
        "TokenWrong", 403, "The Authorization header is not the token of this path, or of an endpoint that has ended.");

    // EC2 refuses a PUT to any other path, a dated version of the same one too.
    public static ErrorResponse TokenPathWrong { get; } = new("TokenPathWrong", 403, "PUT /latest/api/token issues tokens.");

    public static ErrorResponse TokenLifetimeInvalid { get; } = new(
        "TokenLifetimeInvalid", 400, "X-aws-ec2-metadata-token-ttl-seconds must be 1 to 21600.");

    public static ErrorResponse MetadataTokenMissing { get; } = new(
        "TokenMissing", 401, "X-aws-ec2-metadata-token is missing: this is IMDSv2 only. PUT /latest/api/token issues one.");

    public static ErrorResponse MetadataTokenWrong { get; } = new(
        "TokenWrong", 401, "X-aws-ec2-metadata-token is not a token of this port, or has expired. PUT /latest/api/token issues a new one.");

    public static ErrorResponse TokenRepeated { get; } = new(
        "TokenRepeated", 400, "X-aws-ec2-metadata-token is there more than once.");

    public static ErrorResponse TooMany { get; } = new(
        "TooMany", 429, "Too many requests are being refused.", new HttpHeader("Retry-After", "1"));

    public string Name { get; }

    public HttpResponse Response { get; }
}
