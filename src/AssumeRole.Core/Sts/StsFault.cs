using AssumeRole.Findings;

namespace AssumeRole.Sts;

/// <summary>An error as STS gave it, or the lack of an answer.</summary>
/// <param name="Code">STS's code, such as AccessDenied; empty if there was no answer.</param>
/// <param name="Message">STS's message, or what went wrong with the connection.</param>
/// <param name="Status">The HTTP status, or 0 if there was no answer.</param>
/// <param name="RequestId">STS's id of the request, or empty.</param>
public sealed record StsFault(string Code, string Message, int Status, string RequestId)
{
    /// <summary>Why nothing answered; of no meaning beside a code.</summary>
    public NoAnswerReason NoAnswer { get; init; }

    /// <summary>Which entry of the catalogue this is.</summary>
    public FindingKind Kind => StsFaultClassification.Classify(this);

    /// <summary>
    /// Whether the same request may succeed a moment later: throttling, STS's own faults, an identity provider that STS could not
    /// reach, a broken connection. A denial or a bad request never becomes right by being sent again.
    /// </summary>
    public bool IsRetryable => StsFaultClassification.IsRetryable(this);

    /// <summary>Code and message on one line, with the request id that AWS support asks for.</summary>
    public override string ToString()
    {
        var text = Code.Length == 0 ? Message : $"{Code}: {Message}";
        return RequestId.Length == 0 ? text : $"{text} (request id {RequestId})";
    }
}

/// <summary>Why a request got no answer.</summary>
public enum NoAnswerReason
{
    /// <summary>There was no connection, it broke, or another program answered.</summary>
    Unreachable,

    /// <summary>There was a connection, and nothing came over it in time.</summary>
    Silent,

    /// <summary>This machine lacked memory, descriptors or buffers.</summary>
    Shortage,
}
