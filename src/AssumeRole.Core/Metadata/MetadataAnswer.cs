namespace AssumeRole.Metadata;

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
