namespace AssumeRole.Http;

/// <summary>What a connection is waiting for; each phase but the handler's has a deadline.</summary>
internal enum HttpConnectionPhase
{
    /// <summary>The first byte of a request.</summary>
    Idle,

    /// <summary>The rest of a head.</summary>
    Head,

    /// <summary>The rest of a body.</summary>
    Body,

    /// <summary>The handler; it is the handler's business how long that takes.</summary>
    Handler,

    /// <summary>The client, to take an answer.</summary>
    Send,

    /// <summary>The client, to close after the last answer.</summary>
    Linger,
}
