using System.Net.Sockets;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

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
        if (error is not (OperationCanceledException or TimeoutException)) return Lack(SecretMask.Of(Innermost(error)), NoAnswerReason.Unreachable);
        return HttpTrace.Current is { Connection.NeverConnected: true }
            ? Lack(NoConnection, NoAnswerReason.Unreachable)
            : Lack(NoBytes, NoAnswerReason.Silent);
    }

    public static string Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error.Message;

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
