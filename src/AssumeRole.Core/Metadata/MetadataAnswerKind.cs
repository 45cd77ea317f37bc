namespace AssumeRole.Metadata;

/// <summary>How a request to the metadata service ended.</summary>
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
