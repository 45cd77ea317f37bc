using System.Net;
using System.Net.Sockets;
using System.Text;
using AssumeRole.Connections;
using AssumeRole.Cryptography;
using AssumeRole.Findings;

namespace AssumeRole.Metadata;

internal sealed class MetadataTransport(HttpClient http, MetadataOptions options, TimeProvider time)
{
    /// <summary>Far above anything that the service serves: user data, the longest, has 16 KiB (EC2 guide).</summary>
    private const int MaxBodyBytes = 256 * 1024;

    /// <summary>Six hours, the longest that a token may live (EC2 guide).</summary>
    private const string TokenLifetimeSeconds = "21600";

    private const int MaxErrorBytes = 16 * 1024;

    /// <summary>How long the body of an error answer is waited for: the status is what counts.</summary>
    private static readonly TimeSpan ErrorPatience = TimeSpan.FromMilliseconds(250);

    private int sent;

    public int Sent => Volatile.Read(ref sent);

    /// <summary>When the token ends the patience, the answer says how far it had come.</summary>
    public Task<MetadataAnswer> SendAsync(
        HttpMethod method, string path, string? token, CancellationToken over, ConnectionTrace? trace = null) =>
        SendAsync(Create(method, path, token), SecretsOfCall.Of(token), over, trace);

    /// <summary>Sends a request that is made elsewhere, and disposes of it.</summary>
    public async Task<MetadataAnswer> SendAsync(
        HttpRequestMessage message, SecretsOfCall secrets, CancellationToken over, ConnectionTrace? trace = null)
    {
        trace ??= new ConnectionTrace(time);
        OpenSsl.RequireFor(options.Endpoint);
        var started = time.GetTimestamp();
        using var request = message;
        request.Options.Set(ConnectionTrace.Key, trace);
        Interlocked.Increment(ref sent);
        var begun = false;
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, over).ConfigureAwait(false);
            begun = true;
            var isError = response.StatusCode != HttpStatusCode.OK;
            var untilStatus = time.GetElapsedTime(started);
            var body = isError
                ? await ReadErrorAsync(response, over).ConfigureAwait(false)
                : await ReadAsync(response.Content, MaxBodyBytes, over).ConfigureAwait(false);
            return body is null
                ? End(MetadataAnswerKind.Invalid, $"The answer is longer than {MaxBodyBytes / 1024} KiB.")
                : End(MetadataAnswerKind.Complete) with
                {
                    // The probe compares latencies, and the body of an error has no part in them.
                    Elapsed = isError ? untilStatus : time.GetElapsedTime(started),
                    Status = (int)response.StatusCode,
                    Server = secrets.Mask(ReadServer(response)),
                    Date = response.Headers.Date,
                    Body = isError ? string.Empty : secrets.Mask(body),
                    Refusal = isError ? CredentialDocument.ReadReason(body, secrets) ?? string.Empty : string.Empty,
                };
        }
        catch (Exception error) when (error is OperationCanceledException
            || (over.IsCancellationRequested && error is HttpRequestException or IOException or ObjectDisposedException))
        {
            return End(begun || trace.Answering ? MetadataAnswerKind.Slow : MetadataAnswerKind.Silent);
        }
        catch (AssumeRoleException fault)
        {
            return End(MetadataAnswerKind.Unreachable, fault.Finding.Evidence, fault);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return Explain(error);
        }

        MetadataAnswer End(MetadataAnswerKind kind, string reason = "", Exception? error = null) =>
            new(kind, time.GetElapsedTime(started)) { Reason = reason, Error = error, NeverConnected = trace.NeverConnected };

        MetadataAnswer Explain(Exception error) => (error as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.InvalidResponse => End(MetadataAnswerKind.Invalid, "The answer is not HTTP.", error),
            HttpRequestError.ConfigurationLimitExceeded =>
                End(MetadataAnswerKind.Invalid, "The answer's headers are too long.", error),
            HttpRequestError.SecureConnectionError => End(MetadataAnswerKind.Unreachable, "No TLS connection.", error),
            _ when begun || trace.Answering => End(MetadataAnswerKind.Invalid, "The answer broke off.", error),
            _ when trace.Connected => End(MetadataAnswerKind.Unreachable, "The connection was closed before an answer.", error),
            _ => End(MetadataAnswerKind.Unreachable, NoConnection(error), error),
        };
    }

    private static string NoConnection(Exception error)
    {
        for (var inner = error.InnerException; inner is not null; inner = inner.InnerException)
            if (inner is SocketException reason) return $"No connection: {reason.Message.TrimEnd('.')}.";
        return $"No answer: {error.Message.TrimEnd('.')}.";
    }

    private static string ReadServer(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Server", out var values)
            ? MetadataText.OnOneLine(values.ToString())
            : string.Empty;

    /// <summary>Reads the body of an error answer, or gives an empty text if it does not come at once and whole.</summary>
    private async Task<string> ReadErrorAsync(HttpResponseMessage response, CancellationToken over)
    {
        using var patience = new CancellationTokenSource(ErrorPatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, over);
        try
        {
            return await ReadAsync(response.Content, MaxErrorBytes, either.Token).ConfigureAwait(false) ?? string.Empty;
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException or ObjectDisposedException)
        {
            return string.Empty;
        }
    }

    /// <summary>Reads a body, or null if it is too long. Without regard to a charset: a wrong one would be an exception.</summary>
    private static async Task<string?> ReadAsync(HttpContent content, int longest, CancellationToken cancellationToken)
    {
        using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var body = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0) break;
            if (body.Length + count > longest) return null;
            body.Write(buffer, 0, count);
        }

        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }

    private HttpRequestMessage Create(HttpMethod method, string path, string? token)
    {
        var request = new HttpRequestMessage(method, new Uri(options.Endpoint, "/" + path));
        if (method == HttpMethod.Put) request.Headers.TryAddWithoutValidation("X-aws-ec2-metadata-token-ttl-seconds", TokenLifetimeSeconds);
        if (token is not null) request.Headers.TryAddWithoutValidation("X-aws-ec2-metadata-token", token);
        request.Headers.TryAddWithoutValidation("User-Agent", "AssumeRole");
        return request;
    }
}

/// <summary>How one request to the metadata service ended. Nothing that the network does is an exception here.</summary>
internal sealed record MetadataAnswer(MetadataAnswerKind Kind, TimeSpan Elapsed)
{
    public int Status { get; init; }

    public string Body { get; init; } = string.Empty;

    /// <summary>The code and message in the JSON body of an answer with another status, as a sentence without control characters; or empty.</summary>
    public string Refusal { get; init; } = string.Empty;

    public string Server { get; init; } = string.Empty;

    public DateTimeOffset? Date { get; init; }

    /// <summary>Why there is no whole answer, as a sentence; empty if time ran out.</summary>
    public string Reason { get; init; } = string.Empty;

    /// <summary>Whether it is known that not even a connection opened.</summary>
    public bool NeverConnected { get; init; }

    public Exception? Error { get; init; }

    /// <summary>Whether this is a whole answer that another attempt would hardly change: not 429, 5xx or an empty 200.</summary>
    public bool IsSettled => Kind == MetadataAnswerKind.Complete
        && Status is < 500 and not 429
        && !(Status == 200 && string.IsNullOrWhiteSpace(Body));

    public bool Has(int status) => Kind == MetadataAnswerKind.Complete && Status == status;
}

internal enum MetadataAnswerKind
{
    /// <summary>With a whole answer, whatever its status.</summary>
    Complete,

    /// <summary>Without a byte of an answer, in the time there was.</summary>
    Silent,

    /// <summary>With part of an answer, in the time there was.</summary>
    Slow,

    /// <summary>Without a connection, or with one that was closed or reset before a byte of an answer.</summary>
    Unreachable,

    /// <summary>With something that is no HTTP answer, or broke off, or was too long.</summary>
    Invalid,
}
