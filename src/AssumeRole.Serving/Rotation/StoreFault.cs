using AssumeRole.Findings;
using AssumeRole.Sts;

namespace AssumeRole.Rotation;

/// <summary>An error as a store gave it, or the lack of an answer.</summary>
/// <param name="Code">The store's code, such as ResourceNotFoundException; empty if there was no answer.</param>
/// <param name="Message">The store's message, or what went wrong with the connection.</param>
/// <param name="Status">The HTTP status, or 0 if there was no answer.</param>
/// <param name="RequestId">The id of the request, or empty.</param>
public sealed record StoreFault(string Code, string Message, int Status, string RequestId)
{
    /// <summary>Which entry of the catalogue this is.</summary>
    public FindingKind Kind => StoreFaultClassification.Classify(this);

    /// <summary>Whether a secret that was to be made is there already.</summary>
    public bool IsAlreadyThere => Code is "ResourceExistsException" or "ParameterAlreadyExists";

    /// <summary>Whether what was asked for is not there.</summary>
    public bool IsMissing => Code is "ResourceNotFoundException" or "ParameterNotFound" or "InvalidResourceId" or "NoSuchKey" or "NoSuchBucket";

    /// <summary>Whether the store asks for fewer requests.</summary>
    public bool IsThrottling => StsFaultClassification.IsThrottling(Code, Status) || Code == "TooManyUpdates";

    /// <summary>Whether the same request may succeed a moment later.</summary>
    public bool IsRetryable => Code.Length == 0 || Status >= 500 || IsThrottling;

    /// <summary>Code and message on one line, with the request id that AWS support asks for.</summary>
    public override string ToString()
    {
        var text = Code.Length == 0 ? Message : $"{Code}: {Message}";
        return RequestId.Length == 0 ? text : $"{text} (request id {RequestId})";
    }
}
