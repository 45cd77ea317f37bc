using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Xml;
using Amazon.Runtime;
using AssumeRole.Connections;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>Makes Core's errors of the SDK's.</summary>
internal static class SdkFault
{
    /// <summary>
    /// Runs one request of any service. If the caller has given up, that is what it throws, whatever became of the request. Errors mask
    /// the secrets that the answer may repeat.
    /// </summary>
    public static async Task<T> TranslateAsync<T>(
        string service,
        SecretsOfCall toMask,
        Func<Task<T>> send,
        Func<StsFault, Exception?, Exception> make,
        CancellationToken cancellationToken)
    {
        HttpTrace.Begin();
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var made = Explain(service, error) is var (fault, shown) ? make(Mask(fault, toMask), toMask.Mask(shown)) : null;
            if (cancellationToken.IsCancellationRequested)
                throw new OperationCanceledException(SecretMask.Of((made ?? error).Message), SecretMask.Of(made ?? error), cancellationToken);
            if (made is not null) throw made;
            throw;
        }
    }

    private static StsFault Mask(StsFault fault, SecretsOfCall toMask) =>
        fault with { Code = toMask.Mask(fault.Code), Message = toMask.Mask(fault.Message), RequestId = toMask.Mask(fault.RequestId) };

    /// <summary>The fault, and the exception to show with it; null for an error that is already Core's.</summary>
    private static (StsFault Fault, Exception? Shown)? Explain(string service, Exception error) => error switch
    {
        AmazonUnmarshallingException or FormatException or OverflowException or XmlException => (Unreadable(service, error), null),
        AmazonServiceException { StatusCode: not 0 } refusal => Read(refusal),
        // Without a status there was no answer at all: the SDK wraps broken connections in the same type.
        AmazonServiceException broken => (HttpFault.NoAnswer(error) with { RequestId = broken.RequestId ?? string.Empty }, SecretMask.Of(error)),
        JsonException => (HttpFault.Foreign(service, error.Message, null), SecretMask.Of(error)),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            (HttpFault.Foreign(service, "Its answer is longer than any should be.", null), SecretMask.Of(error)),
        // Of a client's own time-out the SDK throws the inner exception, a TimeoutException (HttpWebRequestMessage.GetResponseAsync).
        AmazonClientException or HttpRequestException or IOException or OperationCanceledException or TimeoutException or OutOfMemoryException
            or SocketException => (HttpFault.NoAnswer(error), SecretMask.Of(error)),
        _ => null,
    };

    private static (StsFault Fault, Exception? Shown) Read(AmazonServiceException refusal)
    {
        var status = (int)refusal.StatusCode;
        var requestId = refusal.RequestId ?? string.Empty;
        if (!QuotesBody(refusal)) return (new StsFault(refusal.ErrorCode, refusal.Message, status, requestId), SecretMask.Of(refusal));
        var code = string.IsNullOrEmpty(refusal.ErrorCode) ? $"Http{status}" : refusal.ErrorCode;
        return (new StsFault(code, StatusAlone(status), status, requestId), null);
    }

    /// <summary>
    /// What the SDK could not read. Messages of such exceptions quote the answer, which may hold a session, so none goes further. A
    /// refusal keeps its status, whatever page a proxy made of it.
    /// </summary>
    private static StsFault Unreadable(string service, Exception error) =>
        HttpTrace.Current is { Status: >= 300 and var status, RequestId: var id }
            ? new StsFault($"Http{status}", StatusAlone(status), status, id ?? string.Empty)
            : HttpFault.Foreign(service, WhatIsWrong(error), (error as AmazonServiceException)?.RequestId);

    private static string WhatIsWrong(Exception? error) => error switch
    {
        null => "It cannot be read.",
        XmlException xml => $"It is no XML from line {xml.LineNumber} on.",
        JsonException => error.Message,
        FormatException or OverflowException or ArgumentException => $"A value in it cannot be read ({error.GetType().Name}).",
        _ => WhatIsWrong(error.InnerException),
    };

    /// <summary>Without a code, or a message beside it, the SDK's own message holds the whole body.</summary>
    private static bool QuotesBody(AmazonServiceException error) =>
        string.IsNullOrEmpty(error.ErrorCode) || error.Message.StartsWith("The service returned an error", StringComparison.Ordinal);

    private static string StatusAlone(int status) => $"The answer says nothing but its status, {status} {(HttpStatusCode)status}.";
}

/// <summary>Makes Core's errors of requests that got no answer, or one of another program's.</summary>
internal static class HttpFault
{
    private const string NoConnection = "No connection came about in time. A firewall or a missing route drops the packets on the way.";
    private const string NoBytes = "The connection stands, and no answer came in time.";

    /// <summary>Something else answered in the place of STS: a captive portal, a proxy, a wrong address.</summary>
    public static StsException NotSts(string seen, string? requestId) => new(Foreign("STS", seen, requestId));

    public static StsFault Foreign(string service, string seen, string? requestId) =>
        new(string.Empty, $"What answered is not {service}: {seen}", 0, requestId ?? string.Empty);

    public static StsFault NoAnswer(Exception error)
    {
        if (FindShortage(error) is { } shortage) return Lack(SecretMask.Of(shortage.Message), NoAnswerReason.Shortage);
        if (error is not (OperationCanceledException or TimeoutException)) return Lack(SecretMask.Of(ConnectionFault.Innermost(error)), NoAnswerReason.Unreachable);
        return HttpTrace.Current is { Connection.NeverConnected: true }
            ? Lack(NoConnection, NoAnswerReason.Unreachable)
            : Lack(NoBytes, NoAnswerReason.Silent);
    }

    private static StsFault Lack(string message, NoAnswerReason reason) => new(string.Empty, message, 0, string.Empty) { NoAnswer = reason };

    /// <summary>The exception that says that this machine, not the network, lacks something: memory, descriptors or buffers.</summary>
    private static Exception? FindShortage(Exception? error) => error switch
    {
        null => null,
        OutOfMemoryException => error,
        SocketException { SocketErrorCode: SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable } => error,
        // ENOMEM, ENFILE and EMFILE, which files such as certificates meet: .NET keeps the number of Unix.
        IOException { HResult: 12 or 23 or 24 } when !OperatingSystem.IsWindows() => error,
        _ => FindShortage(error.InnerException),
    };
}
