namespace AssumeRole.Findings;

/// <summary>
/// What sort of fault a finding is. The names are those of PowerShell's ErrorCategory, so that the module maps them one to one
/// without Core naming PowerShell.
/// </summary>
public enum FaultCategory
{
    /// <summary>A parameter or variable has a value that cannot be used.</summary>
    InvalidArgument,

    /// <summary>Something that was read (a file, a document, an answer) is not what it should be.</summary>
    InvalidData,

    /// <summary>The request makes no sense in the present state.</summary>
    InvalidOperation,

    /// <summary>Something that was named does not exist.</summary>
    ObjectNotFound,

    /// <summary>AWS refused: the caller may not do this.</summary>
    PermissionDenied,

    /// <summary>AWS does not accept the credentials themselves.</summary>
    AuthenticationError,

    /// <summary>A service answered that it cannot serve now, or is switched off.</summary>
    ResourceUnavailable,

    /// <summary>Somebody else holds what is needed.</summary>
    ResourceBusy,

    /// <summary>No connection, or it broke.</summary>
    ConnectionError,

    /// <summary>No answer in time.</summary>
    OperationTimeout,

    /// <summary>A limit of AWS is exceeded.</summary>
    LimitsExceeded,

    /// <summary>It works, and lets in whom it should not.</summary>
    SecurityError,
}
